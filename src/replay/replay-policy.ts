import type { Policy } from '../core/policy/policy.ts';
import type { Schedule } from '../core/schedule/schedule.ts';
import { leastCostS } from './least-cost.ts';
import { metricsOf, type ReplayMetrics, type ReplayReference } from './metrics.ts';
import { type SimulatedNode, SimulatedPool, type SimulationOptions, type TickObservation } from './simulated-pool.ts';
import { meanStartS } from './start-times.ts';
import { type DeciderNode, TickDecider } from './tick-decider.ts';
import type { ReplayPool, Workload } from './workload.ts';

/** Work and the pool that it is tried on. */
export interface ReplayCase {
  readonly workload: Workload;
  readonly pool: ReplayPool;
  readonly options: SimulationOptions;
}

/** Finds out when tasks start with all nodes always on, and the least that this can cost. */
export function referenceOf({ workload, pool, options }: ReplayCase): ReplayReference {
  const simulated = new SimulatedPool(workload, pool, options);
  simulated.switchAllOn();
  while (simulated.nextTick() !== undefined);
  const { startedS } = simulated;
  const { times } = options;
  const leastS = leastCostS(workload, pool, { startedS, startS: meanStartS(times), stopS: times.deallocateS });
  return { startedS, leastS };
}

/** Tries a policy on a pool simulated in memory, tick by tick, by the decision of the timer. */
export function replayPolicy(
  tried: ReplayCase,
  reference: ReplayReference,
  { policy, schedules }: { readonly policy: Policy; readonly schedules: readonly Schedule[] },
): ReplayMetrics {
  const { workload, pool, options } = tried;
  const simulated = new SimulatedPool(workload, pool, options);
  const { nodes, slotsPerNode } = pool;
  const expected = {
    startMinutes: meanStartS(options.times) / 60,
    stopMinutes: options.times.deallocateS / 60,
    tickMinutes: options.tickS / 60,
  };
  const decider = new TickDecider({ policy, schedules, nodes, slotsPerNode, expected });
  for (let seen = simulated.nextTick(); seen !== undefined; seen = simulated.nextTick()) {
    simulated.apply(decider.decide(tickOf(seen, pool.startEpochS)));
  }
  return metricsOf(simulated, { workload, pool, reference });
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
