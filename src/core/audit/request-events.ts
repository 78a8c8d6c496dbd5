import type { PowerAct } from '../pool/act.ts';
import { common, type EvaluationContext } from './events.ts';
import type { AuditEntry } from './record.ts';

/** What entries about nodes that somebody asks to be started or deallocated by hand have in common. */
export type ManualRequestContext = Omit<EvaluationContext, 'policy'>;

/** Somebody asks for nodes to be started or deallocated. */
export function actRequested(
  context: ManualRequestContext,
  { action, reason, what }: { readonly action: PowerAct; readonly reason: string; readonly what: unknown },
): AuditEntry {
  const entry = common({ ...context, policy: undefined });
  return { ...entry, action: `${action}.requested`, phase: 'event', reason, after: what };
}

/** The message of such a request was lost, and is sent again. */
export function actResent(context: ManualRequestContext, action: PowerAct): AuditEntry {
  const entry = common({ ...context, policy: undefined });
  const reason = 'nothing was heard of the request: its message was lost, and is sent again';
  return { ...entry, action: `${action}.resent`, phase: 'event', reason };
}

/** All that can be asked of the service for such a request was; what became of it is told node by node. */
export function actRequestEnded(
  context: ManualRequestContext,
  { action, reason, what }: { readonly action: PowerAct; readonly reason: string; readonly what: unknown },
): AuditEntry {
  const entry = common({ ...context, policy: undefined });
  return { ...entry, action: `${action}.ended`, phase: 'event', reason, after: what };
}
