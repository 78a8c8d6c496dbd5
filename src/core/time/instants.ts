import { Temporal } from 'temporal-polyfill';

/** Is `a` strictly earlier than `b`? */
export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

/** Is it longer ago than so many milliseconds? Cheaper than to add them, for what is asked of every node. */
export function isLongerAgo(since: Temporal.Instant, milliseconds: number, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - since.epochMilliseconds > milliseconds;
}

/** The earliest of some instants; `undefined` of none. */
export function earliestOf(instants: readonly Temporal.Instant[]): Temporal.Instant | undefined {
  return instants.reduce<Temporal.Instant | undefined>(
    (earliest, instant) => (earliest === undefined || isBefore(instant, earliest) ? instant : earliest),
    undefined,
  );
}

/** The latest of some instants; `undefined` of none. */
export function latestOf(instants: readonly Temporal.Instant[]): Temporal.Instant | undefined {
  return instants.reduce<Temporal.Instant | undefined>(
    (latest, instant) => (latest === undefined || isBefore(latest, instant) ? instant : latest),
    undefined,
  );
}
