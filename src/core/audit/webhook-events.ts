import type { Temporal } from 'temporal-polyfill';
import type { AuditEntry } from './record.ts';

/** Ids from other systems are cut to this length in records. */
const LONGEST_ID = 300;

/** A webhook has received an event: the rules that matched it, and their outcomes. Of the body, only the hash is recorded. */
export function eventReceived({
  at,
  source,
  correlation,
  event,
  sha256,
  bytes,
  rules,
}: {
  readonly at: Temporal.Instant;
  readonly source: string;
  readonly correlation: string;
  readonly event: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rules: readonly { readonly rule: string; readonly outcome: string }[];
}): AuditEntry {
  const outcomes = rules.map(({ rule, outcome }) => `${rule} ${outcome}`).join(', ');
  return {
    ...about(source, { at, correlation }),
    action: 'webhook.received',
    reason: rules.length === 0 ? 'no rule is for it' : outcomes.slice(0, 1000),
    after: { event: event.slice(0, LONGEST_ID), sha256, bytes, rules },
  };
}

/** Deliveries of one source were refused; if there are many, `after` has their number by reason. */
export function deliveryRefused(refusal: {
  readonly at: Temporal.Instant;
  readonly source: string;
  readonly correlation: string;
  readonly reason: string;
  readonly after?: unknown;
}): AuditEntry {
  const { at, source, correlation, reason, after } = refusal;
  return {
    ...about(source, { at, correlation }),
    action: 'webhook.refused',
    reason,
    ...(after !== undefined && { after }),
  };
}

/** Another system has asked whether it may send events, and the app has confirmed. */
export function webhookValidated(validation: {
  readonly at: Temporal.Instant;
  readonly source: string;
  readonly correlation: string;
  readonly reason: string;
}): AuditEntry {
  const { source, reason, ...common } = validation;
  return { ...about(source, common), action: 'webhook.validated', reason };
}

function about(source: string, common: Pick<AuditEntry, 'at' | 'correlation'>) {
  return {
    ...common,
    actor: `webhook:${source}`,
    phase: 'event' as const,
    subject: { document: `webhooks/${source}` },
  };
}
