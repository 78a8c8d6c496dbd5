import { demandTable } from '../../../src/adapters/tables/demand-table.ts';
import { tables } from '../../../src/adapters/tables/storage/table.ts';
import type { DemandMinute } from '../../../src/core/demand/demand-minute.ts';
import type { PoolName } from '../../../src/core/pool/pool-name.ts';

/** Work that comes at the same minute of each day. */
interface DailyWork {
  readonly family: string;
  /** Of the day, in UTC. */
  readonly minute: number;
  readonly runs: number;
  readonly tasks: number;
}

const MINUTES_A_DAY = 1440;

const WORK: readonly DailyWork[] = [
  { family: 'schedule:nightly', minute: 120, runs: 40, tasks: 3 },
  ...[545, 572, 610, 655, 700, 790, 835, 902, 960, 1010].map((minute, index) => ({
    family: 'train-*',
    minute,
    runs: 18 + 7 * (index % 4),
    tasks: 1 + (index % 3),
  })),
  { family: 'report-*', minute: 1230, runs: 9, tasks: 2 },
];

/** Writes that a pool has worked for some days up to a minute since the epoch, as if the app had recorded it. */
export async function recordDays(
  connectionString: string,
  { pool, days, untilMinute }: { readonly pool: PoolName; readonly days: number; readonly untilMinute: number },
): Promise<void> {
  const storage = tables({ kind: 'connection-string', connectionString }, () => {
    throw new Error('No token is needed here.');
  });
  const records = demandTable(storage('Demand'));
  const minutes = Array.from({ length: days * MINUTES_A_DAY }, (_, index) =>
    demandAt(untilMinute - days * MINUTES_A_DAY + index),
  );
  for (const [day, of] of Map.groupBy(minutes, ({ minute }) => Math.floor(minute / MINUTES_A_DAY)))
    await records.addToDay(pool, day, of);
}

function demandAt(minute: number): DemandMinute {
  const since = (work: DailyWork) => (((minute - work.minute) % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY;
  const sum = (wanted: (work: DailyWork) => boolean) =>
    WORK.filter(wanted).reduce((total, { tasks }) => total + tasks, 0);
  const submittedTasks = sum((work) => since(work) === 0);
  const endedTasks = sum((work) => since(work) === work.runs);
  const runningTasks = sum((work) => since(work) < work.runs);
  return {
    minute,
    needed: runningTasks,
    paid: runningTasks,
    busy: runningTasks,
    waitingTasks: 0,
    runningTasks,
    submittedTasks,
    endedTasks,
    families: [...Map.groupBy(WORK, ({ family }) => family).keys()]
      .map((family) => ({
        family,
        submittedTasks: sum((work) => work.family === family && since(work) === 0),
        endedTasks: sum((work) => work.family === family && since(work) === work.runs),
      }))
      .filter(({ submittedTasks: came, endedTasks: went }) => came + went > 0),
  };
}
