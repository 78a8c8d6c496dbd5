import type { Temporal } from 'temporal-polyfill';
import type { StepBudget } from '../step-budget.ts';
import type { EpochMilliseconds } from '../time/epoch.ts';
import type { EpochSpan, Span } from './window-span.ts';

/** Something that applies during a span. */
interface Held {
  readonly span: EpochSpan;
}

/**
 * The times at which what applies changes, sorted and unique: the first is `from`, and all are before `until`. Spans have whole
 * milliseconds; `from` and `until` may lie between two of them.
 */
export function cutsBetween(
  from: Temporal.Instant,
  until: Temporal.Instant,
  held: readonly Held[],
): readonly EpochMilliseconds[] {
  if (from.epochNanoseconds >= until.epochNanoseconds) return [];
  const first = from.epochMilliseconds;
  const last = until.epochMilliseconds;
  const end = BigInt(last) * 1_000_000n < until.epochNanoseconds ? last + 1 : last;
  const cuts = new Set([first]);
  for (const { opens, closes } of held.map(({ span }) => span)) {
    if (first < opens && opens < end) cuts.add(opens);
    if (first < closes && closes < end) cuts.add(closes);
  }
  return [...cuts].sort((a, b) => a - b);
}

/** For each cut, what applies from it on, in the given order. @throws StepsSpent if the budget does not allow it */
export function holdingIn<Some extends Held>(
  cuts: readonly EpochMilliseconds[],
  held: readonly Some[],
  budget: StepBudget,
): readonly (readonly Some[])[] {
  const holding: Some[][] = cuts.map(() => []);
  for (const one of held) {
    let index = firstNotBefore(cuts, one.span.opens);
    const first = index;
    for (; isBefore(cuts[index], one.span.closes); index += 1) holding[index]?.push(one);
    budget.spend(index - first);
  }
  return holding;
}

/** A span in numbers; a missing end is infinite. */
export function toEpochSpan({ opens, closes }: Partial<Span>): EpochSpan {
  return {
    opens: opens?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    closes: closes?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
  };
}

function isBefore(cut: EpochMilliseconds | undefined, end: EpochMilliseconds): boolean {
  return cut !== undefined && cut < end;
}

function firstNotBefore(cuts: readonly EpochMilliseconds[], time: EpochMilliseconds): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(cuts[middle], time)) low = middle + 1;
    else high = middle;
  }
  return low;
}
