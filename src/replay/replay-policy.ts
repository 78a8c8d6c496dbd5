import { KnownWork } from './known-work.ts';
import { leastCostS } from './least-cost.ts';
import { type LongWait, longestWaits } from './longest-waits.ts';
import { metricsOf, type ReplayMetrics, type ReplayReference } from './metrics.ts';
import { ReplayTimeline, type TimelinePoint } from './replay-timeline.ts';
import { type SimulatedNode, SimulatedPool, type SimulationOptions, type TickObservation } from './simulated-pool.ts';
import { meanStartS } from './start-times.ts';
import type { DeciderNode } from './tick-decider.ts';
import type { TriedPolicy } from './tried-policy.ts';
import type { ReplayPool, Workload } from './workload.ts';

/** A workload, the pool that runs it, and how it is simulated. */
export interface ReplayCase {
  readonly workload: Workload;
  readonly pool: ReplayPool;
  readonly options: SimulationOptions;
}

/** The result of a replay. */
export interface ReplayOutcome {
  readonly metrics: ReplayMetrics;
  readonly longestWaits: readonly LongWait[];
  readonly timeline: readonly TimelinePoint[];
}

/** Simulates when tasks start with all nodes always on, and computes the least that this can cost. */
export function referenceOf({ workload, pool, options }: ReplayCase): ReplayReference {
  const simulated = new SimulatedPool(workload, pool, options);
  simulated.switchAllOn();
  while (simulated.nextTick() !== undefined);
  const { startedS, progress } = simulated;
  const { times } = options;
  const leastS = leastCostS(workload, pool, { startedS, startS: meanStartS(times), stopS: times.deallocateS });
  return { startedS, runnableS: progress.runnableS, leastS };
}

/** Runs a policy on a pool simulated in memory, tick by tick, with the decision code of the timer. */
export function replayPolicy(tried: ReplayCase, reference: ReplayReference, policy: TriedPolicy): ReplayOutcome {
  const steps = replaySteps(tried, reference, policy);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** A step takes a few milliseconds. */
const TICKS_A_STEP = 60;

/** The same in steps, so that the caller can do other work in between. Each step yields the share of the time done, 0 to 1. */
export function* replaySteps(
  { workload, pool, options }: ReplayCase,
  reference: ReplayReference,
  policy: TriedPolicy,
): Generator<number, ReplayOutcome> {
  const simulated = new SimulatedPool(workload, pool, options);
  const { nodes, slotsPerNode, startEpochS, scoredUntilS } = pool;
  const expected = {
    startMinutes: meanStartS(options.times) / 60,
    stopMinutes: options.times.deallocateS / 60,
    tickMinutes: options.tickS / 60,
  };
  const decider = policy.deciderFor({ nodes, slotsPerNode, expected });
  const known = KnownWork.of(workload, startEpochS);
  const timeline = new ReplayTimeline(pool, slotsPerNode);
  let ticks = 0;
  for (let seen = simulated.nextTick(); seen !== undefined; seen = simulated.nextTick()) {
    timeline.see(seen);
    const work = known?.at(seen.nowS, simulated);
    simulated.apply(decider.decide({ ...tickOf(seen, startEpochS), work }));
    if (++ticks % TICKS_A_STEP === 0) yield Math.min(1, seen.nowS / scoredUntilS);
  }
  return {
    metrics: metricsOf(simulated, { workload, pool, reference }),
    longestWaits: longestWaits(simulated, { workload, pool, reference }),
    timeline: timeline.points(),
  };
}

function tickOf(seen: TickObservation, startEpochS: number) {
  return {
    ...seen,
    epochMilliseconds: Math.round((startEpochS + seen.nowS) * 1000),
    nodes: seen.nodes.map((node) => nodeOf(node, startEpochS)),
  };
}

function nodeOf({ state, sinceS, usedSlots }: SimulatedNode, startEpochS: number): DeciderNode {
  return {
    state: state === 'draining' ? 'running' : state,
    sinceMilliseconds: (startEpochS + sinceS) * 1000,
    runningTasks: usedSlots,
  };
}
