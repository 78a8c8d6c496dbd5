import type { RuleAct } from '../../core/rules/rule.ts';

/** An event from another system, after its sender was authenticated. */
export interface InboundEvent {
  /** The id that its sender gives; any text. */
  readonly id: string;
  /** Its identity among all events of its source; any text. */
  readonly key: string;
  /** JSON that rules read. */
  readonly body: unknown;
}

/** The events of one request to a webhook. */
export interface WebhookRequest {
  /** The name of the webhook. */
  readonly source: string;
  readonly events: readonly InboundEvent[];
  /** Hash of the body as received, in hexadecimal digits. The audit log identifies requests by it. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * The result of a rule's act.
 * - `applied`: the act has taken effect
 * - `accepted`: the act was accepted, and will be carried out
 * - `unneeded`: there was nothing to do
 * - `refused`: the act is not possible, and a retry would not change that
 * - `failed`: the act was not possible now, and the sender should retry
 */
export type RuleResult = 'applied' | 'accepted' | 'unneeded' | 'refused' | 'failed';

/** The outcome of a rule for an event. */
export interface RuleOutcome {
  readonly rule: string;
  /** `null` for a rule that cannot be parsed. */
  readonly act: RuleAct | null;
  readonly outcome: RuleResult;
  /** One sentence for people. */
  readonly reason: string;
  /** The correlation of all records of the act. */
  readonly correlation: string;
  /** An unexpected error, for the log only. */
  readonly cause?: unknown;
}

/** The result for an event: no rule matched, it is a duplicate, or the outcome of its rules. */
export type EventStatus = 'applied' | 'ignored' | 'duplicate' | 'failed';

/** The result for an event, with the outcome of each of its rules. */
export interface EventReceipt {
  readonly id: string;
  readonly status: EventStatus;
  /** The correlation of its record; for a duplicate, that of the first time. */
  readonly correlation: string;
  readonly rules: readonly RuleOutcome[];
  /** Why the sender should retry; `undefined` if it need not. */
  readonly again: string | undefined;
  /** An unexpected error, for the log only. */
  readonly cause?: unknown;
}
