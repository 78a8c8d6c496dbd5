import type { InheritedAct } from '../plan/remember-inherited.ts';
import type { TasksOnDeallocate } from '../pool/act.ts';
import { latestOf } from '../time/instants.ts';
import { type AuditRecord, recordId } from './record.ts';

/**
 * The acts of one correlation that the memory does not have yet, with their outcomes. An act without an outcome may have been
 * made.
 * @param records all records of the correlation, in order
 * @param remembered how many of its intents, from the first on, the memory has
 */
export function inheritedActs(records: readonly AuditRecord[], remembered: number): readonly InheritedAct[] {
  const answerOf = new Map(
    records.flatMap((record) => (record.intent === undefined ? [] : [[record.intent, record] as const])),
  );
  const policyless = records.some(({ action }) => action.endsWith('.requested'));
  return records
    .filter(({ phase }) => phase === 'intent')
    .slice(remembered)
    .map((intent) => {
      const answer = answerOf.get(recordId(intent));
      return {
        at: intent.at,
        arrivedBy: latestOf([intent.at, ...(answer === undefined ? [] : [answer.at])]) ?? intent.at,
        node: intent.subject.node,
        action: intent.action,
        outcome: answer?.outcome ?? 'unknown',
        tasks: tasksIn(intent.after),
        foundOut: true,
        correlation: intent.correlation,
        // A request of a person does not count for the canary of a policy.
        policyId: policyless ? undefined : intent.policy?.replace(/@[^@]*$/, ''),
      };
    });
}

function tasksIn(after: unknown): TasksOnDeallocate | undefined {
  const tasks = typeof after === 'object' && after !== null && 'tasks' in after ? after.tasks : undefined;
  return tasks === 'requeue' || tasks === 'terminate' ? tasks : undefined;
}
