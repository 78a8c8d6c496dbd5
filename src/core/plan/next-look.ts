import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../memory/memory.ts';
import { operationEnds } from '../memory/pending-operation.ts';
import { stillDraining, unheardFrom } from '../pool/draining.ts';
import { shiftOf } from '../pool/jitter.ts';
import { isStartingState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isOverdue, START_DEADLINE } from '../pool/start-deadline.ts';
import { TICK } from '../pool/tick.ts';
import { earliestOf, isBefore } from '../time/instants.ts';
import { fleetOf } from './fleet.ts';
import { stayEnds } from './maintenance.ts';
import type { PlanInput } from './plan-input.ts';
import { actsOf, type Plan } from './plan-pool.ts';
import { requestEdges } from './requested-capacity.ts';
import { leadFor } from './target.ts';
import { drainDeadline } from './wishes.ts';

/**
 * The instant from which on a pool must be looked at again although nothing that can be seen from outside has changed; until
 * then the same plan would come of it. `undefined` if time alone changes nothing. Too early costs a look, too late a node.
 */
export function nextLook(input: PlanInput, plan: Plan): Temporal.Instant | undefined {
  const { now, policy } = input;
  // A policy that only observes changes nothing by its acts, so the same plan stands until something else changes.
  const isActing = policy.mode === 'enforce';
  if (isActing && actsOf(plan).length > 0) return now;
  if (isActing && plan.resumes.some((moment) => !isBefore(now, moment))) return now;
  const moments = [
    ...plan.resumes,
    plan.target?.nextDue,
    ...edges(input),
    ...nodeMoments(input),
    ...memories(input),
    ...operationMoments(input.memory, input.pool.nodes),
  ].filter((moment) => moment !== undefined);
  return earliestOf(moments.filter((moment) => isBefore(now, moment)));
}

/** The next edge, the moment when the pool lets go of the last one, and when more edges can come into sight. */
function edges(input: PlanInput): readonly (Temporal.Instant | undefined)[] {
  const { now, policy, pool, timelines } = input;
  const shift = shiftOf(pool.facts, policy.jitter);
  const [next] = requestEdges(input, now);
  const [last] = requestEdges(input, now.subtract(shift));
  // Beyond what is laid out there may be edges; one comes into sight at the earliest when the end of it does.
  const { length } = leadFor(input, pool.nodes.length, pool.nodes.length);
  const horizon = timelines.map(({ segments }) =>
    segments.at(-1)?.until.subtract(length).subtract(shift).subtract(TICK),
  );
  return [next, last?.add(shift), ...horizon];
}

function nodeMoments(input: PlanInput): readonly (Temporal.Instant | undefined)[] {
  const { pool, policy, maintenance, now } = input;
  const { nodes } = pool;
  const idle = nodes.filter(({ state }) => state === 'idle');
  const timeout = policy.idle?.timeout;
  const { youngerThan } = policy.protect;
  return [
    ...(timeout === undefined ? [] : fleetOf(nodes, input).idle.map(({ idleSince }) => idleSince.add(timeout))),
    // Nodes idle since a moment that is still to come are idle beyond doubt from that moment on.
    ...idle.map(({ stateSince }) => stateSince),
    // Nodes that were asked to go and still show idle are decided anew after a while.
    ...stillDraining(idle, now).map(({ asked }) => unheardFrom(asked)),
    ...(youngerThan === undefined ? [] : nodes.map(({ bootedAt }) => bootedAt?.add(youngerThan))),
    ...(maintenance === undefined ? [] : nodes.map((node) => stayEnds(node, maintenance))),
    maintenance?.closes.subtract(maintenance.stay).add({ nanoseconds: 1 }),
    ...nodes.filter(({ state }) => state === 'running').map((node) => drainDeadline(node, { policy })),
    ...nodes
      .filter((node) => isStartingState(node.state) && !isOverdue(node, now))
      .map(({ stateSince }) => stateSince?.add(START_DEADLINE).add({ milliseconds: 1 })),
  ];
}

/** When the watch over acts ends whose nodes show nothing new. */
export function operationMoments(
  { pendingOperations }: PoolMemory,
  nodes: readonly NodeSnapshot[],
): readonly Temporal.Instant[] {
  if (pendingOperations.length === 0) return [];
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  return pendingOperations.map((one) => operationEnds(one, nodeOf.get(one.nodeId)));
}

/** What is remembered and runs out. */
function memories({ memory, policy, now }: PlanInput): readonly (Temporal.Instant | undefined)[] {
  return [
    ...(memory.gating.length > 0 ? [now.add(TICK)] : []),
    memory.lastStart?.add(policy.coolDown),
    ...memory.manual.map(({ until }) => until),
    ...memory.starting.map(({ asked }) => asked.add(START_DEADLINE)),
  ];
}
