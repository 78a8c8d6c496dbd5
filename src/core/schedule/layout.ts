import type { Temporal } from 'temporal-polyfill';
import { dayOf, type EpochMilliseconds } from '../time/epoch.ts';
import { shownAt, zoneClock } from '../time/zone-clock.ts';
import type { Schedule, Window } from './schedule.ts';
import { type EpochSpan, reachOf, type Span, spansBy } from './window-span.ts';

/** One opening of a window, in numbers. */
export interface EpochOpening {
  readonly window: Window;
  readonly span: EpochSpan;
}

/** Every opening of the windows of a schedule that may reach into a span of time, those of a date before it too. */
export function epochOpenings(
  { windows, timeZone }: Schedule,
  from: Temporal.Instant,
  until: Temporal.Instant,
): readonly EpochOpening[] {
  return windows.flatMap((window) => {
    const clock = zoneClock(window.timeZone ?? timeZone);
    // A zone may drop a whole date (Apia 2011), hence a date more than the window reaches.
    const first = dayOf(shownAt(clock, from.epochMilliseconds)) - reachOf(window.recurrence) - 1;
    // And it may show a date again whose next one has begun: at 00:01 St John's went back to 23:01, Alaska once a whole day.
    const last = dayOf(shownAt(clock, until.epochMilliseconds)) + 1;
    const spansOn = spansBy(window.recurrence, clock);
    const openings: EpochOpening[] = [];
    for (let date = first; date <= last; date += 1) {
      for (const span of spansOn(date)) openings.push({ window, span });
    }
    return openings;
  });
}

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

/** For each cut what holds from it on, in the order given. */
export function holdingIn<Some extends Held>(
  cuts: readonly EpochMilliseconds[],
  held: readonly Some[],
): readonly (readonly Some[])[] {
  const holding: Some[][] = cuts.map(() => []);
  for (const one of held) {
    for (let index = firstNotBefore(cuts, one.span.opens); isBefore(cuts[index], one.span.closes); index += 1) {
      holding[index]?.push(one);
    }
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
