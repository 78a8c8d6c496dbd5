import type { Temporal } from 'temporal-polyfill';
import type { Price } from '../policy/policy.ts';
import { isBefore } from '../time/instants.ts';

/** What a policy says of money and of starts. */
export interface Terms {
  readonly price: Price | undefined;
  /** How long a start takes as long as nothing better is known. */
  readonly lead: Temporal.Duration;
}

/** A policy was written or removed; `undefined` where there was, or is, none that can be read. */
export interface TermsChange {
  readonly policy: string;
  readonly at: Temporal.Instant;
  readonly before: Terms | undefined;
  readonly after: Terms | undefined;
  /** The record that says so. */
  readonly record: string;
}

/** The terms of policies over time. */
export interface TermsHistory {
  /** Of each policy oldest first; all from some instant on. */
  readonly changes: readonly TermsChange[];
  /** Those that hold now. */
  readonly present: ReadonlyMap<string, Terms>;
  /** The price where no policy has one; of the pool's machines as they are now. */
  readonly otherwise?: Price | undefined;
}

/** A part of a span in which one price held. */
export interface TermsSpan {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly terms: Terms | undefined;
  /** The record of the change that the terms are from; `undefined` where no change is known. */
  readonly record: string | undefined;
}

/** What held of a policy at an instant: what the last change before it left, or what the first after it found. */
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

/** Cuts a span where the terms of a policy changed; a span of no length has no parts. */
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
