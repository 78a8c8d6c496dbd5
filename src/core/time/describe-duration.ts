import { Temporal } from 'temporal-polyfill';

/** A time span of less than a month as people say it, cut to its two largest units: `22 min`, `1 h 5 min`, `3 d 2 h`, `40 s`. */
export function describeDuration(duration: Temporal.Duration): string {
  const { days, hours, minutes, seconds } = duration.round({ largestUnit: 'days', smallestUnit: 'seconds' });
  const parts = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'min'],
    [seconds, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count !== 0).slice(0, 2);
  return shown.length === 0 ? '0 s' : shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** How long ago `past` was at `now`, as `describeDuration` says it; `0 s` if it has not come yet. */
export function describeSince(past: Temporal.Instant, now: Temporal.Instant): string {
  return describeDuration(Temporal.Instant.compare(past, now) > 0 ? new Temporal.Duration() : past.until(now));
}
