import type { RuleAct } from '../../core/rules/rule.ts';

/** Something that another system says has happened, after it has proved who it is. */
export interface InboundEvent {
  /** As its sender calls it; any text. */
  readonly id: string;
  /** Names it among all events of its source; any text. */
  readonly key: string;
  /** JSON: what rules look at. */
  readonly body: unknown;
}

/** The events of one request to a webhook. */
export interface WebhookRequest {
  /** The webhook that they came by. */
  readonly source: string;
  readonly events: readonly InboundEvent[];
  /** Of the body as it came; in hexadecimal digits. The audit log identifies requests by it. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * What became of the act of a rule.
 * - `applied`: what the rule says holds now
 * - `accepted`: what it asks for will be done; that is not yet "done"
 * - `unneeded`: there was nothing to do
 * - `refused`: it cannot be done as it is, and the same event would not change that
 * - `failed`: it could not be done now; the event must come again
 */
export type RuleResult = 'applied' | 'accepted' | 'unneeded' | 'refused' | 'failed';

/** What a rule has made of an event. */
export interface RuleOutcome {
  readonly rule: string;
  /** `null` of a rule that cannot be read. */
  readonly act: RuleAct | null;
  readonly outcome: RuleResult;
  /** One sentence for people. */
  readonly reason: string;
  /** Of all records of the act. */
  readonly correlation: string;
  /** An unexpected error; only for the log. */
  readonly cause?: unknown;
}

/** What became of an event: no rule was for it, it was here before, or what its rules have come to. */
export type EventStatus = 'applied' | 'ignored' | 'duplicate' | 'failed';

/** What became of an event, with each of its rules. */
export interface EventReceipt {
  readonly id: string;
  readonly status: EventStatus;
  /** Of its record; that of the first time for one that was here before. */
  readonly correlation: string;
  readonly rules: readonly RuleOutcome[];
  /** Why it must come again; `undefined` where it need not. */
  readonly again: string | undefined;
  /** An unexpected error; only for the log. */
  readonly cause?: unknown;
}
