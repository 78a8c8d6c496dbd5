import type { DemandMinute } from '../../core/demand/demand-minute.ts';
import { knownSpread, NO_SPREAD, type StartSpread } from '../../core/forecast/start-spread.ts';
import type { ReplayedDemand, ReplayedPool } from '../../ports/replays.ts';
import { recordedWork, tasksPerNode } from '../../replay/recorded-work.ts';
import type { ReplayCase } from '../../replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../../replay/start-times.ts';
import { workloadOf } from '../../replay/workload.ts';

/** The measured starts of a pool. */
export interface MeasuredStarts {
  readonly startSeconds: readonly number[];
  readonly startSpread: StartSpread | undefined;
}

/** A policy learns from the first quarter of the span, but at most a week. */
const LEARNING_SHARE = 4;
const MOST_LEARNING_MINUTES = 7 * 1440;
/** With fewer measured starts, typical times are used. */
const ENOUGH_STARTS = 8;

/** The span of the recorded demand, and the part of it that is scored. */
export function replayedDemand(minutes: readonly DemandMinute[], untilMinute: number): ReplayedDemand | undefined {
  const [first] = minutes;
  if (first === undefined) return undefined;
  const length = untilMinute - first.minute;
  const learning = Math.floor(Math.min(MOST_LEARNING_MINUTES, length / LEARNING_SHARE));
  return {
    fromMinute: first.minute,
    untilMinute,
    scoredFromMinute: first.minute + learning,
    recordedMinutes: minutes.length,
    tasks: minutes.reduce((sum, { submittedTasks }) => sum + submittedTasks, 0),
  };
}

/** How many nodes a pool has, and task slots each of them; `undefined` if not known. */
export interface PoolSize {
  readonly nodes: number;
  readonly taskSlotsPerNode: number | undefined;
}

/** The simulated pool: its number of nodes, and its start times as far as they were measured. */
export function replayedPool(
  { nodes, taskSlotsPerNode }: PoolSize,
  { startSeconds, startSpread }: MeasuredStarts,
  minutes: readonly DemandMinute[],
): ReplayedPool {
  const needed = minutes.reduce((most, minute) => Math.max(most, minute.needed), 0);
  const logs = startSeconds.map((seconds) => Math.log(Math.max(1, seconds))).toSorted((a, b) => a - b);
  const isMeasured = logs.length >= ENOUGH_STARTS;
  const spread = isMeasured ? deviationOf(logs) : USUAL_NODE_TIMES.startSpread;
  const within = knownSpread(startSpread ?? NO_SPREAD);
  return {
    nodes: Math.max(1, nodes === 0 ? needed : nodes),
    tasksPerNode: tasksPerNode(minutes, taskSlotsPerNode ?? mostTasksPerNode(minutes)),
    startMedianSeconds: isMeasured ? Math.exp(logs[Math.floor(logs.length / 2)] ?? 0) : USUAL_NODE_TIMES.startMedianS,
    startSpread: spread,
    // Without a measured spread of starts within a request, a spare node cannot help.
    startShared: within === undefined ? 1 : Math.max(0, 1 - (within / Math.max(spread, within, MIN_SPREAD)) ** 2),
    measuredStarts: startSeconds.length,
  };
}

/** The most tasks that the busy nodes of a minute ran each; at least 1. */
function mostTasksPerNode(minutes: readonly DemandMinute[]): number {
  const busy = minutes.filter((minute) => minute.busy > 0);
  return busy.reduce((most, minute) => Math.max(most, Math.ceil(minute.runningTasks / minute.busy)), 1);
}

const MIN_SPREAD = 1e-6;
const MINUTE_S = 60;
/** The same random numbers in every replay, so that policies are compared with the same latencies. */
const SEED = 1;

/** The work and the pool with which policies are tried. */
export function replayCaseOf(
  minutes: readonly DemandMinute[],
  { fromMinute, untilMinute, scoredFromMinute }: ReplayedDemand,
  pool: ReplayedPool,
): ReplayCase {
  const { nodes, tasksPerNode: slotsPerNode, startMedianSeconds: startMedianS, startSpread, startShared } = pool;
  return {
    workload: workloadOf(recordedWork(minutes, fromMinute), nodes * slotsPerNode),
    pool: {
      nodes,
      slotsPerNode,
      startEpochS: fromMinute * MINUTE_S,
      scoredFromS: (scoredFromMinute - fromMinute) * MINUTE_S,
      scoredUntilS: (untilMinute - fromMinute) * MINUTE_S,
    },
    options: {
      times: {
        ...USUAL_NODE_TIMES,
        startMedianS,
        startSpread,
        startShared,
        startLeastS: Math.min(USUAL_NODE_TIMES.startLeastS, startMedianS / 2),
        startMostS: Math.max(USUAL_NODE_TIMES.startMostS, startMedianS * 3),
      },
      tickS: MINUTE_S,
      seed: SEED,
    },
  };
}

function deviationOf(logs: readonly number[]): number {
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / Math.max(1, logs.length - 1));
}
