/** A span of time, in seconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The moves in a timeline, by key or button. */
export type Move = 'nearer' | 'farther' | 'earlier' | 'later' | 'all';

/** The moves by their keys. */
export const MOVES: Readonly<Record<string, Move>> = {
  '+': 'nearer',
  '=': 'nearer',
  '-': 'farther',
  ArrowLeft: 'earlier',
  ArrowRight: 'later',
  Home: 'all',
  '0': 'all',
};

/** The shortest visible span, two hours: a timeline has at most one point for each quarter of an hour. */
const LEAST_S = 7200;
const HOUR_S = 3600;

/** The visible span after a move; never outside the whole. */
export function moved(span: Span, move: Move, whole: Span): Span {
  const length = span.to - span.from;
  const middle = span.from + length / 2;
  switch (move) {
    case 'all':
      return whole;
    case 'nearer':
      return within({ from: middle - length / 4, to: middle + length / 4 }, whole);
    case 'farther':
      return within({ from: middle - length, to: middle + length }, whole);
    case 'earlier':
      return within({ from: span.from - length / 4, to: span.to - length / 4 }, whole);
    case 'later':
      return within({ from: span.from + length / 4, to: span.to + length / 4 }, whole);
  }
}

/** The hours around a wait, so that its cause is visible. */
export function aroundWait({ at, waitS }: { readonly at: string; readonly waitS: number }, whole: Span): Span {
  const from = Date.parse(at) / 1000;
  return within({ from: from - 2 * HOUR_S, to: from + waitS + 2 * HOUR_S }, whole);
}

/** A span moved into another, at least two hours long if the other is. */
export function within({ from, to }: Span, whole: Span): Span {
  const most = whole.to - whole.from;
  const length = Math.min(most, Math.max(to - from, LEAST_S));
  const wanted = from + (to - from - length) / 2;
  const start = Math.min(Math.max(wanted, whole.from), whole.to - length);
  return { from: start, to: start + length };
}

/** The span that an address names; the whole where it names none. */
export function spanOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  whole: Span,
): Span {
  const [start, end] = [Date.parse(from ?? '') / 1000, Date.parse(to ?? '') / 1000];
  return Number.isNaN(start) || Number.isNaN(end) || end <= start ? whole : within({ from: start, to: end }, whole);
}

/** The query of a span for the address; empty for the whole. */
export function queryOf({ from, to }: Span, whole: Span): { readonly from: string; readonly to: string } {
  if (from <= whole.from && to >= whole.to) return { from: '', to: '' };
  return { from: momentOf(from), to: momentOf(to) };
}

/** `2026-03-02T07:00:00Z` */
export function momentOf(seconds: number): string {
  return new Date(Math.round(seconds) * 1000).toISOString().replace('.000', '');
}
