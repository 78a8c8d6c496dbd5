import type { Temporal } from 'temporal-polyfill';
import type { AuditEntry } from './record.ts';

/** Ids of other systems stand in records as far as so many characters. */
const LONGEST_ID = 300;

/** An event came by a webhook: which rules were for it, and what came of each. Of its body only the hash is kept. */
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

/** Deliveries of one source that were refused; `after` has how many for which reason, where they are many. */
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

/** Another system has asked whether events may come, and was told that they may. */
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
