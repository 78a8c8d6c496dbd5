import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../pool/pool-name.ts';
import { isBefore } from '../time/instants.ts';
import type { Announcement } from './announcement.ts';
import type { JobSchedule } from './job-schedule.ts';

/** The sizes of the jobs of a job schedule. */
export interface ScheduledSize {
  readonly scheduleId: string;
  /** The latest job, and the task slots that it could use in its first minutes. */
  readonly jobId: string;
  readonly slots: number;
  /** When it was first seen, in minutes since the epoch; `undefined` in the memory of an older version. */
  readonly sinceMinute?: number | undefined;
  /** The slots of the job before it; `undefined` if there was none. */
  readonly before: number | undefined;
}

/** The tasks of a scheduled job may come later than the job: nodes wait for them this long. */
const WAIT_FOR_TASKS = { minutes: 10 } as const;
/** The size before a job of the schedule was seen. */
const LEAST_SLOTS = 1;
/** Jobs of shorter intervals are not treated as announcements. */
const SHORTEST_INTERVAL_MINUTES = 10;

/**
 * The work of the job schedules of a pool, as announcements: for the next job, and for one that was created in the last
 * minutes. Its size is the larger of the last two jobs, or one slot if none was seen.
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

/** The next jobs of job schedules in words: while these stay the same, so does the work that they announce. */
export function describeNextRuns(schedules: readonly JobSchedule[]): readonly string[] {
  return schedules.flatMap((schedule) => {
    const { id, nextRun } = schedule;
    return nextRun === undefined || !isEvent(schedule) ? [] : [`job schedule ${id}: ${nextRun}`];
  });
}

/** The actor of such an announcement, in words. */
export function scheduleActor(id: string): string {
  return `the job schedule ${id}`;
}

/** Updates the sizes with a job of a schedule that was seen in a minute since the epoch. */
export function withSize(
  sizes: readonly ScheduledSize[],
  { minute, ...seen }: Pick<ScheduledSize, 'scheduleId' | 'jobId' | 'slots'> & { readonly minute: number },
): readonly ScheduledSize[] {
  const known = sizes.find(({ scheduleId }) => scheduleId === seen.scheduleId);
  const others = sizes.filter((size) => size !== known);
  if (known === undefined) return [...others, { ...seen, sinceMinute: minute, before: undefined }].slice(-MOST_SIZES);
  if (known.jobId !== seen.jobId) return [...others, { ...seen, sinceMinute: minute, before: known.slots }];
  // Tasks that become runnable only after others have ended need no nodes when the job starts.
  const isNew = minute - (known.sinceMinute ?? minute) <= WAIT_FOR_TASKS.minutes;
  return isNew ? [...others, { ...known, slots: Math.max(known.slots, seen.slots) }] : sizes;
}

const MOST_SIZES = 100;

function isEvent({ interval }: JobSchedule): boolean {
  return interval === undefined || interval.total('minutes') >= SHORTEST_INTERVAL_MINUTES;
}

/** The next run, and the previous one if its tasks may still come. */
function runsOf({ nextRun, interval }: JobSchedule, now: Temporal.Instant): readonly Temporal.Instant[] {
  if (nextRun === undefined) return [];
  const last = interval && nextRun.subtract({ seconds: interval.total('seconds') });
  const isFresh = last !== undefined && !isBefore(now, last) && isBefore(now, last.add(WAIT_FOR_TASKS));
  return isFresh ? [last, nextRun] : [nextRun];
}

function slotsOf(size: ScheduledSize | undefined): number {
  return Math.max(LEAST_SLOTS, size?.slots ?? 0, size?.before ?? 0);
}
