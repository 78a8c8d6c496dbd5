import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../memory/memory.ts';
import { type ActOutcome, rememberActs } from './remember-acts.ts';

/** An act of an evaluation or a request that did not come to its end, as the audit log tells it. */
export interface InheritedAct extends ActOutcome {
  /** When it was meant; it was asked for soon after. */
  readonly at: Temporal.Instant;
  /** When its outcome was recorded. A request that was held up may have taken effect until then, so that budgets count it from then on. */
  readonly arrivedBy: Temporal.Instant;
  readonly correlation: string;
  /** Of the policy that has asked for it; `undefined` if none has. */
  readonly policyId: string | undefined;
}

/** What is remembered of a pool with the acts of those that did not come to their end: as of when they were meant. */
export function rememberInherited(memory: PoolMemory, acts: readonly InheritedAct[]): PoolMemory {
  const groups = Map.groupBy(acts, ({ at, arrivedBy, correlation, policyId }) =>
    [at, arrivedBy, correlation, policyId].join(' '),
  );
  let after = memory;
  for (const group of groups.values()) {
    const [first] = group;
    if (first !== undefined) after = rememberActs(after, group, first);
  }
  // Who else has done what since the last look is not known.
  return { ...after, lookedAt: undefined };
}
