import type { Temporal } from 'temporal-polyfill';
import { type AuditRecord, recordId } from '../audit/record.ts';
import type { PoolMemory } from '../memory/memory.ts';
import type { TasksOnDeallocate } from '../pool/act.ts';
import { type ActOutcome, rememberActs } from './remember-acts.ts';

/** An act of an evaluation or a request that did not come to its end, as the audit log tells it. */
export interface InheritedAct extends ActOutcome {
  /** When it was meant; it was asked for soon after. */
  readonly at: Temporal.Instant;
  readonly correlation: string;
  /** Of the policy that has asked for it; `undefined` if none has. */
  readonly policyId: string | undefined;
}

/**
 * The acts of one correlation that are not remembered yet, with what came of them; an act without an outcome may have arrived.
 * @param records all records of the correlation, in their order
 * @param remembered how many of its intents, from the first on, are remembered already
 */
export function inheritedActs(records: readonly AuditRecord[], remembered: number): readonly InheritedAct[] {
  const outcomeOf = new Map(
    records.flatMap(({ intent, outcome }) => (intent === undefined ? [] : [[intent, outcome] as const])),
  );
  const policyless = records.some(({ action }) => action.endsWith('.requested'));
  return records
    .filter(({ phase }) => phase === 'intent')
    .slice(remembered)
    .map((intent) => ({
      at: intent.at,
      node: intent.subject.node,
      action: intent.action,
      outcome: outcomeOf.get(recordId(intent)) ?? 'unknown',
      tasks: tasksIn(intent.after),
      foundOut: true,
      correlation: intent.correlation,
      // What a person asks for is no proof of a policy.
      policyId: policyless ? undefined : intent.policy?.replace(/@[^@]*$/, ''),
    }));
}

/** What is remembered of a pool with the acts of those that did not come to their end: as of when they were meant. */
export function rememberInherited(memory: PoolMemory, acts: readonly InheritedAct[]): PoolMemory {
  const groups = Map.groupBy(acts, ({ at, correlation, policyId }) => `${at} ${correlation} ${policyId}`);
  let after = memory;
  for (const group of groups.values()) {
    const [first] = group;
    if (first !== undefined) after = rememberActs(after, group, first);
  }
  // Who else has done what since the last look is not known.
  return { ...after, lookedAt: undefined };
}

function tasksIn(after: unknown): TasksOnDeallocate | undefined {
  const tasks = typeof after === 'object' && after !== null && 'tasks' in after ? after.tasks : undefined;
  return tasks === 'requeue' || tasks === 'terminate' ? tasks : undefined;
}
