import type { Replay } from '../../api/replays.ts';
import { formatDistance } from './times.ts';

const DAY_MS = 86_400_000;
const FEW_TASKS = 30;
const FEW_STARTS = 8;
/** A replay that has not ended after this time never will. */
const GIVEN_UP_AFTER_MS = 3_600_000;

/** Whether the app still works on a replay. */
export function isUnderWay({ status, requestedAt }: Pick<Replay, 'status' | 'requestedAt'>, now: string): boolean {
  const isOpen = status === 'waiting' || status === 'running';
  return isOpen && Date.parse(now) - Date.parse(requestedAt) <= GIVEN_UP_AFTER_MS;
}

/** The limitations of a replay, each with its remedy. */
export function replayCaveats(replay: Replay, now: string): readonly string[] {
  const { demand, simulated, status, requestedAt } = replay;
  const isOpen = status === 'waiting' || status === 'running';
  return [
    ...(isOpen && !isUnderWay(replay, now) ? ['It was abandoned before it was complete: start it again.'] : []),
    ...(status === 'done' && Date.parse(now) - Date.parse(requestedAt) > DAY_MS
      ? [
          `It was requested ${formatDistance(requestedAt, now)}: it does not include what was recorded or changed since. Start it again to include that.`,
        ]
      : []),
    ...(demand === null ? [] : demandCaveats(demand)),
    ...(simulated !== null && simulated.measuredStarts < FEW_STARTS
      ? [
          `${simulated.measuredStarts} starts of the pool were measured, so that the start times are those of usual nodes. From ${FEW_STARTS} starts on they are its own.`,
        ]
      : []),
  ];
}

function demandCaveats({ from, until, recordedMinutes, missingMinutes, tasks }: NonNullable<Replay['demand']>) {
  const isShort = Date.parse(until) - Date.parse(from) < 2 * DAY_MS;
  const hours = Math.round((recordedMinutes / 60) * 10) / 10;
  return [
    ...(isShort || tasks < FEW_TASKS
      ? [
          `This is too little for a conclusion: ${tasks} tasks in ${hours} hours. Try again when the app has recorded some days of work; a policy with "demand" or "forecast" lets it record, also in the mode observe.`,
        ]
      : []),
    ...(missingMinutes > recordedMinutes / 10
      ? [
          `${missingMinutes} minutes in between were not recorded, and count as without work. The app records while it runs and a policy with "demand" or "forecast" takes part.`,
        ]
      : []),
  ];
}
