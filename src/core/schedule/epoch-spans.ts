import type { EpochSpan } from './window-span.ts';

/** The intersection of two spans, if there is one. */
export function within(span: EpochSpan, bounds: EpochSpan): readonly EpochSpan[] {
  const [opens, closes] = [Math.max(span.opens, bounds.opens), Math.min(span.closes, bounds.closes)];
  return opens < closes ? [{ opens, closes }] : [];
}

/** Sorted spans; those that overlap or touch are merged. */
export function unionOf(spans: readonly EpochSpan[]): readonly EpochSpan[] {
  const union: EpochSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.opens - b.opens)) {
    const before = union.at(-1);
    if (before !== undefined && span.opens <= before.closes) {
      union[union.length - 1] = { opens: before.opens, closes: Math.max(before.closes, span.closes) };
    } else {
      union.push(span);
    }
  }
  return union;
}

/** The parts of a span that are not in a union (`unionOf`), in order. */
export function without(span: EpochSpan, union: readonly EpochSpan[]): readonly EpochSpan[] {
  const parts: EpochSpan[] = [];
  let { opens } = span;
  for (let index = firstClosingAfter(union, opens); index < union.length; index += 1) {
    const above = union[index];
    if (above === undefined || above.opens >= span.closes) break;
    if (opens < above.opens) parts.push({ opens, closes: above.opens });
    opens = Math.max(opens, above.closes);
  }
  return opens < span.closes ? [...parts, { opens, closes: span.closes }] : parts;
}

/** By binary search, because there may be thousands of events and openings. */
function firstClosingAfter(union: readonly EpochSpan[], time: number): number {
  let [low, high] = [0, union.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((union[middle]?.closes ?? time) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
