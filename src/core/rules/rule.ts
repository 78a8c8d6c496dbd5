import { type Condition, meetsCondition } from './condition.ts';
import { fieldAt } from './field-at.ts';

/** What a rule can do. */
export type RuleAct = 'override' | 'endOverride' | 'announce' | 'start' | 'deallocate';

/** A rule for the events of a webhook source: if an event matches, the act is carried out. */
export interface Rule {
  readonly id: string;
  readonly enabled: boolean;
  /** The name of the webhook: `generic`, `azure-monitor`, `event-grid` … */
  readonly source: string;
  /** All conditions must be met. */
  readonly match: readonly { readonly field: string; readonly condition: Condition }[];
  /** Patterns of the pools on which it may act; `undefined` if the act names its pool itself. */
  readonly pools: readonly string[] | undefined;
  readonly act: RuleAct;
  /** The parameters of the act as written: the text `{{path}}` stands for a value of the event. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Does a rule match an event of a source? A rule that is disabled, or has no conditions, never does. */
export function matchesEvent(
  { enabled, source, match }: Rule,
  event: { readonly source: string; readonly body: unknown },
) {
  if (!enabled || source !== event.source || match.length === 0) return false;
  return match.every(({ field, condition }) => meetsCondition(condition, fieldAt(event.body, field)));
}
