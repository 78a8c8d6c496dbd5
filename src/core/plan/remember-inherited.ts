import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../memory/memory.ts';
import { type ActOutcome, rememberActs } from './remember-acts.ts';

/** An act of an evaluation or request that died, as recorded in the audit log. */
export interface InheritedAct extends ActOutcome {
  /** When its intent was recorded; the request was sent soon afterwards. */
  readonly at: Temporal.Instant;
  /** When its outcome was recorded. A delayed request may have taken effect until then, so budgets count it from then on. */
  readonly arrivedBy: Temporal.Instant;
  readonly correlation: string;
  /** The policy that requested it; `undefined` if none did. */
  readonly policyId: string | undefined;
}

/** The memory of a pool with the acts of evaluations and requests that died, as of the time of their intents. */
export function rememberInherited(memory: PoolMemory, acts: readonly InheritedAct[]): PoolMemory {
  const groups = Map.groupBy(acts, ({ at, arrivedBy, correlation, policyId }) =>
    [at, arrivedBy, correlation, policyId].join(' '),
  );
  let after = memory;
  for (const group of groups.values()) {
    const [first] = group;
    if (first !== undefined) after = rememberActs(after, group, first);
  }
  // The acts of others since the last look are not known.
  return { ...after, lookedAt: undefined };
}
