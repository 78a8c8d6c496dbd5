import { counted } from '../core/text/counted.ts';
import { lateRunnable, type ReplayReference } from './metrics.ts';
import type { PoolAtSubmission, SimulatedPool } from './simulated-pool.ts';
import type { ReplayPool, Workload, WorkloadJob } from './workload.ts';

/** A job that would have waited, and why. */
export interface LongWait {
  readonly submittedS: number;
  readonly family: string;
  readonly tasks: number;
  /** How many seconds later its last task started than with all nodes always on, without the delay of the jobs it waited for. */
  readonly waitS: number;
  /** The state of the pool when the job was submitted, in a sentence. */
  readonly because: string;
}

/** The most waits that are reported. */
const LONGEST = 10;

/** The jobs that would have waited longest, the longest first, each with the state of the pool when it was submitted. */
export function longestWaits(
  simulated: SimulatedPool,
  {
    workload,
    pool,
    reference,
  }: { readonly workload: Workload; readonly pool: ReplayPool; readonly reference: ReplayReference },
): readonly LongWait[] {
  const waits = workload.jobs.flatMap((job, index) => {
    if (job.submittedS < pool.scoredFromS || job.submittedS >= pool.scoredUntilS) return [];
    const last = job.firstTask + job.tasks - 1;
    const lateS = (simulated.startedS[last] ?? Number.NaN) - (reference.startedS[last] ?? 0);
    const waitS = lateS - lateRunnable(simulated, reference, index);
    return waitS > 0 ? [{ job, index, waitS }] : [];
  });
  return waits
    .toSorted((a, b) => b.waitS - a.waitS || a.index - b.index)
    .slice(0, LONGEST)
    .map(({ job, index, waitS }) => ({
      submittedS: job.submittedS,
      family: job.family,
      tasks: job.tasks,
      waitS,
      because: reasonOf(job, {
        before: simulated.atSubmission[index],
        startedS: simulated.firstStartAfter(job.submittedS),
        slotsPerNode: pool.slotsPerNode,
        endS: job.submittedS + waitS,
      }),
    }));
}

function reasonOf(
  { tasks, submittedS }: WorkloadJob,
  {
    before,
    startedS,
    slotsPerNode,
    endS,
  }: {
    readonly before: PoolAtSubmission | undefined;
    readonly startedS: number;
    readonly slotsPerNode: number;
    readonly endS: number;
  },
): string {
  if (before === undefined) return 'nothing is known of the pool at that time';
  const { idle, busy, starting, off, ahead } = before;
  const wanted = Math.ceil((tasks + ahead) / slotsPerNode);
  const queue = ahead > 0 ? `, with ${counted(ahead, 'task')} ahead of it` : '';
  const seen = `it needed ${counted(wanted, 'node')}${queue}; ${counted(idle, 'was idle', 'were idle')}, ${busy} busy, ${starting} starting and ${off} off`;
  if (off === 0) return `${seen}: no more nodes could be started`;
  if (starting + idle >= wanted) return `${seen}: enough nodes were on their way`;
  if (startedS >= endS) return `${seen}: the policy allowed no further start while it waited`;
  return `${seen}: the next start was made ${Math.round(startedS - submittedS)} s later`;
}
