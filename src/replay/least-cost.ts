import type { ReplayPool, Workload } from './workload.ts';

/** The durations of a start and of a deallocation, in seconds. */
export interface RestartTimes {
  readonly startS: number;
  readonly stopS: number;
}

/**
 * The least node seconds, of the scored time, with which every task can start as if all nodes were always on. Each level of the
 * demand is on while it is needed, and between two needs for at most the duration of a restart. The bound is reached if tasks
 * run on the node that was freed last. A policy that lets tasks wait can go below it.
 */
export function leastCostS(
  { jobs }: Workload,
  pool: ReplayPool,
  { startedS, ...restart }: RestartTimes & { readonly startedS: Float64Array },
): number {
  const { nodes, slotsPerNode, scoredFromS, scoredUntilS } = pool;
  const counted = (atS: number) => Math.min(scoredUntilS, Math.max(scoredFromS, atS));
  const lastNeededS = new Float64Array(nodes + 1).fill(-1);
  let level = 0;
  let tasks = 0;
  let lastS = 0;
  let cost = 0;
  for (const [atS, change] of changesIn(jobs, startedS)) {
    cost += level * (counted(atS) - counted(lastS));
    lastS = atS;
    tasks += change;
    const needed = Math.min(nodes, Math.ceil(tasks / slotsPerNode));
    for (; level > needed; level--) lastNeededS[level] = atS;
    for (; level < needed; level++) cost += pauseS(lastNeededS[level + 1] ?? -1, atS, { ...pool, ...restart });
  }
  for (const fromS of lastNeededS.subarray(level + 1)) {
    if (fromS >= scoredFromS && fromS < scoredUntilS) cost += Math.min(scoredUntilS - fromS, restart.stopS);
  }
  return cost;
}

/** The node seconds of a pause of a level that ends at `atS`. If it began before the scored time, it costs at most a start. */
function pauseS(
  fromS: number,
  atS: number,
  { scoredFromS, scoredUntilS, startS, stopS }: ReplayPool & RestartTimes,
): number {
  if (atS < scoredFromS || atS >= scoredUntilS) return 0;
  return fromS < scoredFromS ? Math.min(atS - scoredFromS, startS) : Math.min(atS - fromS, startS + stopS);
}

/** Starts and ends of all tasks in the order of time, an end before a start at the same moment. */
function changesIn(jobs: Workload['jobs'], startedS: Float64Array): readonly (readonly [number, 1 | -1])[] {
  const changes: (readonly [number, 1 | -1])[] = [];
  for (const { firstTask, tasks, runS } of jobs) {
    for (let task = firstTask; task < firstTask + tasks; task++) {
      const atS = startedS[task] ?? Number.NaN;
      changes.push([atS, 1], [atS + runS, -1]);
    }
  }
  return changes.toSorted(([a, up], [b, other]) => a - b || up - other);
}
