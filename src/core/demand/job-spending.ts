/** How long tasks of a job ran on one day. */
export interface JobSpending {
  readonly jobId: string;
  readonly family: string;
  readonly taskMinutes: number;
}

/** How long tasks of all jobs of a family ran on one day. */
export type FamilySpending = Omit<JobSpending, 'jobId'>;

/** The jobs and families of a day (days since the epoch): those whose tasks ran last, and the largest of the others. */
export interface DaySpending {
  readonly day: number;
  readonly jobs: readonly JobSpending[];
  readonly families: readonly FamilySpending[];
}

/** A look at the jobs of a pool. */
export interface SpendingLook {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** Minutes since the previous look. */
  readonly minutes: number;
  readonly jobs: readonly RunningJob[];
}

interface RunningJob {
  readonly jobId: string;
  readonly family: string;
  readonly running: number;
}

/** How many jobs, and how many families, a day distinguishes, which bounds the memory of a pool. */
const MOST_NAMED = 100;
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
  const known = before.find((one) => one.day === day);
  const ran = running.map(({ jobId, family, running: tasks }) => ({ jobId, family, taskMinutes: tasks * minutes }));
  const jobs = added(known?.jobs ?? [], ran, ({ jobId }) => jobId);
  const families = added<FamilySpending>(known?.families ?? [], familiesIn(ran), ({ family }) => family);
  return [...before.filter((one) => one.day !== day), { day, jobs, families }].slice(-MOST_DAYS);
}

function familiesIn(ran: readonly JobSpending[]): readonly FamilySpending[] {
  return [...Map.groupBy(ran, ({ family }) => family)].map(([family, of]) => ({
    family,
    taskMinutes: of.reduce((sum, { taskMinutes }) => sum + taskMinutes, 0),
  }));
}

/** What runs is kept before what does not: a job that begins late in the day could otherwise never add up to the largest. */
function added<Spent extends FamilySpending>(
  known: readonly Spent[],
  ran: readonly Spent[],
  nameOf: (spent: Spent) => string,
): readonly Spent[] {
  const minutesOf = new Map(known.map((spent) => [nameOf(spent), spent.taskMinutes]));
  const running = ran.map((spent) => ({
    ...spent,
    taskMinutes: spent.taskMinutes + (minutesOf.get(nameOf(spent)) ?? 0),
  }));
  const names = new Set(running.map(nameOf));
  const others = known.filter((spent) => !names.has(nameOf(spent)));
  return [...running.toSorted(largestFirst), ...others.toSorted(largestFirst)].slice(0, MOST_NAMED);
}

function largestFirst(a: FamilySpending, b: FamilySpending): number {
  return b.taskMinutes - a.taskMinutes;
}
