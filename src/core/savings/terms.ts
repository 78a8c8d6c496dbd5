import type { Temporal } from 'temporal-polyfill';
import type { Price } from '../policy/policy.ts';
import { isBefore } from '../time/instants.ts';

/** The price and the lead time of a policy. */
export interface Terms {
  readonly price: Price | undefined;
  /** The duration of a start until a better value is known. */
  readonly lead: Temporal.Duration;
}

/** A change of a policy; `undefined` if there was, or is, no readable policy. */
export interface TermsChange {
  readonly policy: string;
  readonly at: Temporal.Instant;
  readonly before: Terms | undefined;
  readonly after: Terms | undefined;
  /** The record of the change. */
  readonly record: string;
}

/** The terms of policies over time. */
export interface TermsHistory {
  /** The changes of each policy, oldest first, all since one instant. */
  readonly changes: readonly TermsChange[];
  /** The current terms. */
  readonly present: ReadonlyMap<string, Terms>;
  /** The price of pools whose policy has none: that of their machines, as they are now. */
  readonly otherwise?: Price | undefined;
}

/** A part of a span with one price. */
export interface TermsSpan {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly terms: Terms | undefined;
  /** The record of the change that set the terms; `undefined` if no change is known. */
  readonly record: string | undefined;
}

/** The terms of a policy at an instant: those after the last earlier change, or those before the first later one. */
export function termsAt(
  { changes, present }: TermsHistory,
  policy: string,
  at: Temporal.Instant,
): Pick<TermsSpan, 'terms' | 'record'> {
  const own = changes.filter((change) => change.policy === policy);
  const last = own.findLast((change) => !isBefore(at, change.at));
  if (last !== undefined) return { terms: last.after, record: last.record };
  const [next] = own;
  if (next !== undefined) return { terms: next.before, record: next.record };
  return { terms: present.get(policy), record: undefined };
}

/** Splits a span at the changes of a policy's terms; an empty span has no parts. */
export function termsOver(
  history: TermsHistory,
  policy: string,
  { from, to }: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): readonly TermsSpan[] {
  const cuts = history.changes
    .filter((change) => change.policy === policy && isBefore(from, change.at) && isBefore(change.at, to))
    .map(({ at }) => at);
  const edges = [from, ...cuts, to];
  return edges
    .slice(1)
    .map((end, index) => ({ from: edges[index] ?? from, to: end }))
    .filter((part) => isBefore(part.from, part.to))
    .map((part) => ({ ...part, ...termsAt(history, policy, part.from) }));
}
