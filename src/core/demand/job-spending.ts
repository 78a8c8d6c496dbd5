/** How long tasks of a job ran on one day. */
export interface JobSpending {
  readonly jobId: string;
  readonly family: string;
  readonly taskMinutes: number;
}

/** The jobs of a day (days since the epoch), those with the most task time first. */
export interface DaySpending {
  readonly day: number;
  readonly jobs: readonly JobSpending[];
}

/** A look at the jobs of a pool. */
export interface SpendingLook {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** Minutes since the previous look. */
  readonly minutes: number;
  readonly jobs: readonly { readonly jobId: string; readonly family: string; readonly running: number }[];
}

/** How many jobs a day distinguishes, which bounds the memory of a pool. */
const MOST_JOBS = 30;
/** Today, and yesterday until it is summed up. */
const MOST_DAYS = 2;
/** After a longer gap it is not known how long a task ran. */
const LONGEST_MINUTES = 10;
const MINUTES_A_DAY = 1440;

/** Adds the running tasks to the day of a look. */
export function spendingAfter(before: readonly DaySpending[], look: SpendingLook): readonly DaySpending[] {
  const running = look.jobs.filter((job) => job.running > 0);
  const minutes = Math.min(LONGEST_MINUTES, look.minutes);
  if (running.length === 0 || minutes <= 0) return before;
  const day = Math.floor(look.minute / MINUTES_A_DAY);
  const known = before.find((one) => one.day === day)?.jobs ?? [];
  const spent = new Map(known.map((job) => [job.jobId, job]));
  for (const { jobId, family, running: tasks } of running) {
    const taskMinutes = (spent.get(jobId)?.taskMinutes ?? 0) + tasks * minutes;
    spent.set(jobId, { jobId, family, taskMinutes });
  }
  const jobs = [...spent.values()].toSorted((a, b) => b.taskMinutes - a.taskMinutes).slice(0, MOST_JOBS);
  return [...before.filter((one) => one.day !== day), { day, jobs }].slice(-MOST_DAYS);
}
