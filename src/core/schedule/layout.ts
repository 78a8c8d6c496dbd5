import type { Temporal } from 'temporal-polyfill';
import type { StepBudget } from '../step-budget.ts';
import type { EpochMilliseconds } from '../time/epoch.ts';
import type { EpochSpan, Span } from './window-span.ts';

/** Something that holds in a span of time. */
interface Held {
  readonly span: EpochSpan;
}

/**
 * The times from which on something else holds, in order, each once: the first is `from`, and all are before `until`. What
 * is held has whole milliseconds; `from` and `until` may lie between two of them.
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

/** For each cut what holds from it on, in the order given. @throws StepsSpent if that is more than the budget allows */
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

/** A span in numbers; an end that is missing is beyond all time. */
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
