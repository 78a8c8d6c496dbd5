import { Temporal } from 'temporal-polyfill';
import type { PowerAct } from '../pool/act.ts';
import { earliestOf, isBefore, isLongerAgo } from '../time/instants.ts';

/** How many nodes were started or deallocated at an instant. */
export interface Spending {
  readonly at: Temporal.Instant;
  readonly action: PowerAct;
  readonly nodes: number;
}

/** A span that a limit counts over. */
export type LimitSpan = 'hour' | 'day';

const SPANS = {
  hour: Temporal.Duration.from({ hours: 1 }),
  day: Temporal.Duration.from({ hours: 24 }),
} as const satisfies Record<LimitSpan, Temporal.Duration>;

const HOUR_MS = SPANS.hour.total('milliseconds');
const DAY_MS = SPANS.day.total('milliseconds');

/** What was spent in the span before an instant, and when the first of it is too old to count. */
export interface Spent {
  readonly nodes: number;
  readonly until: Temporal.Instant | undefined;
}

/** Adds up what acts of one kind have spent in the last hour or day; any of them, not those of the clock. */
export function spentIn(
  spendings: readonly Spending[],
  { action, span, now }: { readonly action: PowerAct; readonly span: LimitSpan; readonly now: Temporal.Instant },
): Spent {
  const within = spendings.filter((one) => one.action === action && isBefore(now, one.at.add(SPANS[span])));
  return {
    nodes: within.reduce((nodes, one) => nodes + one.nodes, 0),
    until: earliestOf(within.map(({ at }) => at.add(SPANS[span]))),
  };
}

/**
 * What is to be kept of some spendings: none that no limit counts any more, and of those that are older than an hour one for each
 * hour and kind, at the instant of its latest, so that nothing counts for less time than it must.
 */
export function keepSpendings(spendings: readonly Spending[], now: Temporal.Instant): readonly Spending[] {
  const counted = spendings.filter(({ at }) => !isLongerAgo(at, DAY_MS - 1, now));
  const old = counted.filter(({ at }) => isLongerAgo(at, HOUR_MS, now));
  if (old.length === 0) return counted;
  const hours = Map.groupBy(old, ({ at, action }) => `${action} ${Math.floor(at.epochMilliseconds / HOUR_MS)}`);
  return [...[...hours.values()].flatMap(mergedInto), ...counted.filter((one) => !old.includes(one))];
}

function mergedInto(spendings: readonly Spending[]): readonly Spending[] {
  const latest = spendings.toSorted((a, b) => Temporal.Instant.compare(b.at, a.at))[0];
  return latest === undefined ? [] : [{ ...latest, nodes: spendings.reduce((sum, { nodes }) => sum + nodes, 0) }];
}
