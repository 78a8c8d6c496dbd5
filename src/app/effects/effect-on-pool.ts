import type { Temporal } from 'temporal-polyfill';
import type { DirectedPool, DirectiveWarning } from '../../core/plan/directive-warnings.ts';
import { type Documents, directivesKey, directivesOf, type PoolDirectives } from '../../core/plan/documents.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { askedCapacityAt, type CapacityQuestion } from '../../core/plan/next-change.ts';
import type { Plan } from '../../core/plan/plan-pool.ts';
import { nodesTakingPart } from '../../core/plan/taking-part.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import { isBefore } from '../../core/time/instants.ts';
import { type LookAtPoolPorts, lookAtPool } from '../pools/look-at-pool.ts';
import { describeActs, type Effect, type EffectiveAct, type PoolState } from './effect.ts';

/** A change of the directives of a pool. */
export interface DirectiveChange {
  readonly pool: PoolName;
  /** When it begins; `undefined` means now. */
  readonly from?: Temporal.Instant | undefined;
  /** Applies the change to the pool's directives. */
  readonly change: (directives: PoolDirectives) => Partial<PoolDirectives>;
  readonly warnings?: (pool: DirectedPool) => readonly DirectiveWarning[];
}

/**
 * The effect of an override, an announcement, or the end of one, on its pool, decided as in an evaluation. If it begins later,
 * it is decided for that instant with the nodes as they are now. Nothing is done.
 * @throws AppError AccountNotFound, PoolNotFound
 */
export async function effectOnPool(
  ports: LookAtPoolPorts,
  { pool, from, change, warnings }: DirectiveChange,
): Promise<Effect> {
  const present = await ports.clock.now();
  const at = from !== undefined && isBefore(present, from) ? from : undefined;
  const seen = await lookAtPool(ports, { ...pool, at });
  const { facts, nodes, found, now } = seen;
  const changed = effectivePolicyFor(facts, withChange(seen.documents, { pool: facts, change }));
  const [before, after] = [await seen.decide(found), await seen.decide(changed)];
  const poolSize = nodesTakingPart(nodes, found).length;
  const state = (effective: EffectivePolicy) => poolState({ effective, facts, poolSize }, now);
  const acts = actsIn(after);
  const known = new Set(acts.map(({ node, action }) => `${node} ${action}`));
  return {
    at: now,
    says: sayEffect(acts, { plan: after, effective: changed, later: at }),
    pools: [{ account: facts.account, poolId: facts.poolId, before: state(found), after: state(changed) }],
    acts,
    left: [],
    avoided: actsIn(before).filter(({ node, action }) => !known.has(`${node} ${action}`)),
    warnings: warnings?.({ facts, nodes, effective: changed }) ?? [],
  };
}

function withChange(documents: Documents, { pool, change }: Pick<DirectiveChange, 'pool' | 'change'>): Documents {
  const before = directivesOf(documents, pool);
  const after = { ...before, ...change(before) };
  return { ...documents, directives: new Map(documents.directives).set(directivesKey(pool), after) };
}

function actsIn(plan: Plan): readonly EffectiveAct[] {
  return plan.acts.map(({ nodeId, action, reason }) => ({ node: nodeId, action, reason }));
}

function sayEffect(
  acts: readonly EffectiveAct[],
  {
    plan,
    effective,
    later,
  }: { readonly plan: Plan; readonly effective: EffectivePolicy; readonly later: Temporal.Instant | undefined },
): string {
  const when = later === undefined ? 'At the next evaluation' : `At ${later}, with the nodes as they are now,`;
  if (plan.leftAlone !== undefined) return `${when} the pool is left alone: ${plan.leftAlone}.`;
  const observes = effective.kind === 'policy' && effective.policy.mode === 'observe';
  return observes
    ? `The policy only observes: nothing is done. If it acted: ${when.charAt(0).toLowerCase()}${when.slice(1)} ${describeActs(acts)}.`
    : `${when} ${describeActs(acts)}.`;
}

/** The policy and capacity of a pool at an instant. */
export function poolState(question: CapacityQuestion, at: Temporal.Instant): PoolState {
  const { effective } = question;
  if (effective.kind !== 'policy')
    return { policy: undefined, mode: undefined, reason: effective.reason, capacity: undefined };
  const { id, mode } = effective.policy;
  try {
    return { policy: id, mode, reason: undefined, capacity: askedCapacityAt(question, at) };
  } catch (error) {
    if (error instanceof LayoutRefused) return { policy: id, mode, reason: error.message, capacity: undefined };
    throw error;
  }
}
