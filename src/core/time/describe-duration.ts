import { Temporal } from 'temporal-polyfill';

const UNITS = ['d', 'h', 'min', 's'] as const;

/** A time span of less than a month as people say it, cut to its two largest units: `22 min`, `1 h 5 min`, `3 d 2 h`, `40 s`. */
export function describeDuration(duration: Temporal.Duration): string {
  const { days, hours, minutes, seconds } = duration.round({ largestUnit: 'days', smallestUnit: 'seconds' });
  return twoLargest([days, hours, minutes, seconds]);
}

/** How long ago `past` was at `now`, as `describeDuration` says it; `0 s` if it has not come yet. */
export function describeSince(past: Temporal.Instant, now: Temporal.Instant): string {
  if (Temporal.Instant.compare(past, now) > 0) return '0 s';
  // On purpose in numbers: it is said of every node, and Temporal.Duration takes several times as long.
  const seconds = Math.round(Number(now.epochNanoseconds - past.epochNanoseconds) / 1e9);
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  return twoLargest([Math.floor(hours / 24), hours % 24, minutes % 60, seconds % 60]);
}

function twoLargest(counts: readonly number[]): string {
  const said = counts.flatMap((count, index) => (count === 0 ? [] : [`${count} ${UNITS[index]}`]));
  return said.length === 0 ? '0 s' : said.slice(0, 2).join(' ');
}
