import { Temporal } from 'temporal-polyfill';
import type { CountedAct } from '../pool/act.ts';
import { earliestOf, isBefore } from '../time/instants.ts';

/** How many nodes were started, deallocated or removed. */
export interface Spending {
  /** When the last of the acts may have taken effect. The limits of an hour and a day count from then on. */
  readonly at: Temporal.Instant;
  /** When they were decided, if that was earlier. The budget of an evaluation belongs to this minute. */
  readonly decidedAt?: Temporal.Instant | undefined;
  readonly action: CountedAct;
  readonly nodes: number;
}

/** The span of a limit. */
export type LimitSpan = 'hour' | 'day';

const SPANS = {
  hour: Temporal.Duration.from({ hours: 1 }),
  day: Temporal.Duration.from({ hours: 24 }),
} as const satisfies Record<LimitSpan, Temporal.Duration>;

const HOUR_MS = SPANS.hour.total('milliseconds');
const DAY_MS = SPANS.day.total('milliseconds');

/** The acts in the span before an instant, and when the first of them no longer counts. */
export interface Spent {
  readonly nodes: number;
  readonly until: Temporal.Instant | undefined;
}

/** Sums the acts of one kind in the last hour or day, counted back from the instant, not from the full hour. */
export function spentIn(
  spendings: readonly Spending[],
  { action, span, now }: { readonly action: CountedAct; readonly span: LimitSpan; readonly now: Temporal.Instant },
): Spent {
  const over = now.subtract(SPANS[span]);
  const within = spendings.filter((one) => one.action === action && isBefore(over, one.at));
  return {
    nodes: within.reduce((nodes, one) => nodes + one.nodes, 0),
    until: earliestOf(within.map(({ at }) => at))?.add(SPANS[span]),
  };
}

/**
 * Removes acts that no limit counts any more. Acts older than an hour are summed for each hour and kind, at the instant of the
 * latest, so that no act counts for a shorter time than it must.
 */
export function keepSpendings(spendings: readonly Spending[], now: Temporal.Instant): readonly Spending[] {
  if (spendings.length === 0) return spendings;
  const present = now.epochMilliseconds;
  const recent: Spending[] = [];
  const hours = new Map<string, Spending>();
  for (const one of spendings) {
    const at = one.at.epochMilliseconds;
    const age = present - at;
    if (age <= HOUR_MS) recent.push(one);
    else if (age < DAY_MS) {
      const hour = `${one.action} ${Math.floor(at / HOUR_MS)}`;
      hours.set(hour, mergedInto(hours.get(hour), one));
    }
  }
  return [...hours.values(), ...recent];
}

function mergedInto(before: Spending | undefined, one: Spending): Spending {
  if (before === undefined) return one;
  const latest = isBefore(before.at, one.at) ? one : before;
  return { ...latest, nodes: before.nodes + one.nodes };
}
