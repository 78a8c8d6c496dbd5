import type { PowerAct } from '../pool/act.ts';
import { common, type EvaluationContext } from './events.ts';
import type { AuditEntry } from './record.ts';

/** The members that entries about a request of a person to start or deallocate nodes share. */
export type ManualRequestContext = Omit<EvaluationContext, 'policy'>;

/** A person has requested to start or deallocate nodes. */
export function actRequested(
  context: ManualRequestContext,
  { action, reason, what }: { readonly action: PowerAct; readonly reason: string; readonly what: unknown },
): AuditEntry {
  const entry = common({ ...context, policy: undefined });
  return { ...entry, action: `${action}.requested`, phase: 'event', reason, after: what };
}

/**
 * A request of a person was refused before anything was done. A pool that does not exist has no history: the record is then
 * about no pool, and its reason names it.
 */
export function actRefused(
  context: ManualRequestContext,
  refused: {
    readonly action: PowerAct;
    readonly reason: string;
    readonly what: unknown;
    readonly isPoolKnown: boolean;
  },
): AuditEntry {
  const { action, reason, what, isPoolKnown } = refused;
  const entry = common({ ...context, policy: undefined });
  const subject = isPoolKnown ? entry.subject : {};
  return { ...entry, subject, action: `${action}.refused`, phase: 'event', reason, after: what };
}

/** The message of a request was lost, and was sent again. */
export function actResent(context: ManualRequestContext, action: PowerAct): AuditEntry {
  const entry = common({ ...context, policy: undefined });
  const reason = 'the request has made no progress: its queue message was lost, and is sent again';
  return { ...entry, action: `${action}.resent`, phase: 'event', reason };
}

/** A request has ended: no more acts are made for it. The results of its acts follow, node by node. */
export function actRequestEnded(
  context: ManualRequestContext,
  { action, reason, what }: { readonly action: PowerAct; readonly reason: string; readonly what: unknown },
): AuditEntry {
  const entry = common({ ...context, policy: undefined });
  return { ...entry, action: `${action}.ended`, phase: 'event', reason, after: what };
}

/** A request does not hold for its nodes any more. */
export function actReleased(
  context: ManualRequestContext,
  { action, reason, nodes }: { readonly action: PowerAct; readonly reason: string; readonly nodes: number },
): AuditEntry {
  const entry = common({ ...context, policy: undefined });
  return { ...entry, action: `${action}.released`, phase: 'event', reason, after: { nodes } };
}
