import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../pool/pool-name.ts';
import { isBefore } from '../time/instants.ts';
import type { Announcement } from './announcement.ts';
import type { JobSchedule } from './job-schedule.ts';

/** How much work the jobs of a schedule had. */
export interface ScheduledSize {
  readonly scheduleId: string;
  /** The job that was seen last, with the task slots that it could use in its first minutes. */
  readonly jobId: string;
  readonly slots: number;
  /** When it was first seen, in minutes since the epoch; `undefined` of what an older version has kept. */
  readonly sinceMinute?: number | undefined;
  /** The slots of the job before it; `undefined` where none was seen. */
  readonly before: number | undefined;
}

/** The tasks of a job of a schedule need not come in the same moment as the job: nodes wait for them for so long. */
const WAIT_FOR_TASKS = { minutes: 10 } as const;
/** Before a job of the schedule was seen. */
const LEAST_SLOTS = 1;
/** Jobs that come more often than that are no event. */
const SHORTEST_INTERVAL_MINUTES = 10;

/**
 * The work that job schedules bring to a pool, as if it had been announced: for the next job, and for one that was created in
 * the last minutes. It is as large as the larger of the last two jobs, and one slot before any was seen.
 */
export function scheduledWork(
  schedules: readonly JobSchedule[],
  { account, poolId }: PoolName,
  { sizes, now }: { readonly sizes: readonly ScheduledSize[]; readonly now: Temporal.Instant },
): readonly Announcement[] {
  const sizeOf = new Map(sizes.map((size) => [size.scheduleId, size]));
  return schedules
    .filter((schedule) => schedule.poolId.toLowerCase() === poolId.toLowerCase() && isEvent(schedule))
    .flatMap((schedule) =>
      runsOf(schedule, now).map((by) => ({
        account,
        poolId,
        id: `job-schedule:${schedule.id}:${by.epochMilliseconds}`,
        slots: slotsOf(sizeOf.get(schedule.id)),
        by,
        until: by.add(WAIT_FOR_TASKS),
        note: `the next job of the job schedule ${schedule.id}`,
        actor: scheduleActor(schedule.id),
        isExpected: true,
      })),
    );
}

/** Who announces the work of a job schedule, as people read it. */
export function scheduleActor(id: string): string {
  return `the job schedule ${id}`;
}

/** Brings what is known of the sizes up to date with a job of a schedule, as it is seen in a minute since the epoch. */
export function withSize(
  sizes: readonly ScheduledSize[],
  { minute, ...seen }: Pick<ScheduledSize, 'scheduleId' | 'jobId' | 'slots'> & { readonly minute: number },
): readonly ScheduledSize[] {
  const known = sizes.find(({ scheduleId }) => scheduleId === seen.scheduleId);
  const others = sizes.filter((size) => size !== known);
  if (known === undefined) return [...others, { ...seen, sinceMinute: minute, before: undefined }].slice(-MOST_SIZES);
  if (known.jobId !== seen.jobId) return [...others, { ...seen, sinceMinute: minute, before: known.slots }];
  // What can run only when others have ended is no reason to have nodes ready when the job starts.
  const isNew = minute - (known.sinceMinute ?? minute) <= WAIT_FOR_TASKS.minutes;
  return isNew ? [...others, { ...known, slots: Math.max(known.slots, seen.slots) }] : sizes;
}

const MOST_SIZES = 100;

function isEvent({ interval }: JobSchedule): boolean {
  return interval === undefined || interval.total('minutes') >= SHORTEST_INTERVAL_MINUTES;
}

/** The next run, and the one before it where its tasks may still come. */
function runsOf({ nextRun, interval }: JobSchedule, now: Temporal.Instant): readonly Temporal.Instant[] {
  if (nextRun === undefined) return [];
  const last = interval && nextRun.subtract({ seconds: interval.total('seconds') });
  const isFresh = last !== undefined && !isBefore(now, last) && isBefore(now, last.add(WAIT_FOR_TASKS));
  return isFresh ? [last, nextRun] : [nextRun];
}

function slotsOf(size: ScheduledSize | undefined): number {
  return Math.max(LEAST_SLOTS, size?.slots ?? 0, size?.before ?? 0);
}
