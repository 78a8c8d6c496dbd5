import type { SiblingRequest } from '../plan/input/sibling.ts';
import type { HaltSummary } from '../plan/plan-summary.ts';
import { common, type EvaluationContext } from './events.ts';
import type { AuditEntry } from './record.ts';

/** A limit has begun to hold acts back. */
export function limitReached(context: EvaluationContext, halt: HaltSummary): AuditEntry {
  const { action, nodes, because, resumesAt } = halt;
  const what = `${nodes} ${nodes === 1 ? 'node waits' : 'nodes wait'} to ${action}`;
  const then = resumesAt === undefined ? '' : `, at the earliest at ${resumesAt}`;
  return {
    ...common(context),
    action: 'limit.reached',
    phase: 'event',
    reason: `${what}${then}: ${because}`,
    after: halt,
  };
}

/** A limit no longer holds acts back. */
export function limitOver(context: EvaluationContext, halt: HaltSummary): AuditEntry {
  const reason = `no ${halt.action} waits any more: ${halt.because}`;
  return { ...common(context), action: 'limit.over', phase: 'event', reason, before: halt };
}

/** A pool whose starts fail requests nodes from its sibling, requests another number, or ends its request. */
export function siblingAsked(
  context: EvaluationContext,
  { now, before }: { readonly now: SiblingRequest | undefined; readonly before: SiblingRequest | undefined },
): AuditEntry {
  const of = now ?? before;
  const reason =
    now === undefined
      ? `no more nodes are requested from the pool ${of?.pool}`
      : `starts fail: ${now.nodes} ${now.nodes === 1 ? 'node is' : 'nodes are'} requested from the pool ${now.pool} instead`;
  const action = now === undefined ? 'sibling.released' : 'sibling.asked';
  return { ...common(context), action, phase: 'event', reason, before, after: now };
}
