import type { Temporal } from 'temporal-polyfill';

const UNITS = ['d', 'h', 'min', 's'] as const;

/** A duration of less than a month in its two largest units, cut off: `22 min`, `1 h 5 min`, `3 d 2 h`, `40 s`. */
export function describeDuration(duration: Temporal.Duration): string {
  return describeSeconds(duration.total('seconds'));
}

/** The time from `past` to `now`, as in `describeDuration`; `0 s` if `past` is later. */
export function describeSince(past: Temporal.Instant, now: Temporal.Instant): string {
  return describeMilliseconds(now.epochMilliseconds - past.epochMilliseconds);
}

/** The same for milliseconds; `0 s` if negative. */
export function describeMilliseconds(milliseconds: number): string {
  return describeSeconds(Math.max(0, milliseconds) / 1000);
}

function describeSeconds(exact: number): string {
  const seconds = Math.round(exact);
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  return twoLargest([Math.floor(hours / 24), hours % 24, minutes % 60, seconds % 60]);
}

function twoLargest(counts: readonly number[]): string {
  const largest = counts.findIndex((count) => count > 0);
  if (largest === -1) return '0 s';
  const next = counts.findIndex((count, index) => index > largest && count > 0);
  const said = (index: number) => `${counts[index]} ${UNITS[index]}`;
  return next === -1 ? said(largest) : `${said(largest)} ${said(next)}`;
}
