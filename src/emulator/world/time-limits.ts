import { Temporal } from 'temporal-polyfill';

/** A century: sums of such durations stay within the range of an instant. */
export const LONGEST_MILLISECONDS = 100 * 365 * 24 * 3_600_000;

/** The last instant that the service can write; later ones would have years of more than four digits. */
export const LAST_INSTANT = Temporal.Instant.from('9999-12-31T23:59:59.999Z');
const FIRST_INSTANT = Temporal.Instant.from('0001-01-01T00:00:00Z');

/** Can the service write an instant? */
export function isWritable(instant: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, FIRST_INSTANT) >= 0 && Temporal.Instant.compare(instant, LAST_INSTANT) <= 0;
}

/** A span of the API, such as `P1DT2H`, by which an instant can move: in milliseconds, because an instant moves by no days. */
export function durationOf(span: string, longest: number = Number.POSITIVE_INFINITY): Temporal.Duration {
  const milliseconds = Math.round(Temporal.Duration.from(span).total('milliseconds'));
  return Temporal.Duration.from({ milliseconds: Math.min(milliseconds, longest) });
}
