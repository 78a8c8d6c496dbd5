import { type Condition, meetsCondition } from './condition.ts';
import { fieldAt } from './field-at.ts';

/** What a rule can do. */
export type RuleAct = 'override' | 'endOverride' | 'announce' | 'start' | 'deallocate';

/** What happens when an event of a source comes that looks like this. */
export interface Rule {
  readonly id: string;
  readonly enabled: boolean;
  /** The webhook that the event comes by: `generic`, `azure-monitor`, `event-grid` … */
  readonly source: string;
  /** All must be met. */
  readonly match: readonly { readonly field: string; readonly condition: Condition }[];
  /** Patterns of the pools that it may touch; `undefined` where the act itself names its pool. */
  readonly pools: readonly string[] | undefined;
  readonly act: RuleAct;
  /** What the act says, as it was written: a text `{{path}}` stands for what the event has there. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Is a rule for an event of a source? A rule that is not enabled, or asks for nothing, is for none. */
export function matchesEvent(
  { enabled, source, match }: Rule,
  event: { readonly source: string; readonly body: unknown },
) {
  if (!enabled || source !== event.source || match.length === 0) return false;
  return match.every(({ field, condition }) => meetsCondition(condition, fieldAt(event.body, field)));
}
