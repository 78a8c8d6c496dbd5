import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../memory/memory.ts';
import { longestWatch } from '../memory/pending-operation.ts';
import { shiftOf } from '../pool/jitter.ts';
import { nodesById } from '../pool/nodes-by-id.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { later } from '../time/epoch.ts';
import { earliestOf, isBefore } from '../time/instants.ts';
import type { PlanInput } from './input/plan-input.ts';
import type { Plan } from './plan-pool.ts';
import { requestEdges } from './requested-capacity.ts';
import { RULES } from './rules.ts';

const WAKING = RULES.filter(({ wakesAt }) => wakesAt !== undefined);

/**
 * The instant at which a pool must be evaluated again although nothing observable has changed; until then, the plan would be
 * the same. `undefined` if time alone changes nothing. If it is too early, an evaluation is wasted; if it is too late, a node
 * is late.
 */
export function nextLook(input: PlanInput, plan: Plan): Temporal.Instant | undefined {
  const { now, policy } = input;
  // A policy that only observes does not act, so its plan stays the same until something else changes.
  const isActing = policy.mode === 'enforce';
  if (isActing && plan.acts.length > 0) return now;
  if (isActing && plan.resumes.some((moment) => !isBefore(now, moment))) return now;
  const { view } = plan;
  const moments = [
    ...plan.resumes,
    plan.target?.nextDue,
    ...edges(input),
    ...(view === undefined ? [] : WAKING.flatMap(({ wakesAt }) => wakesAt?.(view) ?? [])),
    ...operationMoments(input.memory, input.pool.nodes),
  ].filter((moment) => moment !== undefined);
  return earliestOf(moments.filter((moment) => isBefore(now, moment)));
}

/** The next edge, and the instant at which the pool's jitter after the last edge ends. */
function edges(input: PlanInput): readonly (Temporal.Instant | undefined)[] {
  const { now, policy, pool } = input;
  const shift = shiftOf(pool.facts, policy.jitter);
  const [next] = requestEdges(input, now);
  const [last] = shift === 0 ? [next] : requestEdges(input, later(now, -shift));
  return [next, last && later(last, shift)];
}

/** When pending operations are given up whose nodes show no change. */
export function operationMoments(
  { pendingOperations }: PoolMemory,
  nodes: readonly NodeSnapshot[],
): readonly Temporal.Instant[] {
  if (pendingOperations.length === 0) return [];
  const nodeOf = nodesById(nodes);
  const bySpan = Map.groupBy(pendingOperations, (one) => longestWatch(one, nodeOf.get(one.nodeId)));
  return [...bySpan].flatMap(([span, operations]) => {
    const asked = operations.map((one) => one.asked);
    return earliestOf(asked)?.add(span) ?? [];
  });
}
