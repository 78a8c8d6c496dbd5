import { Temporal } from 'temporal-polyfill';
import { millisecondsIn } from './epoch.ts';

/** Is `a` strictly earlier than `b`? */
export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

/** Has a span that began at an instant passed? To the millisecond: cheaper than to make its end, for what is asked of every node. */
export function isOver(since: Temporal.Instant, span: Temporal.Duration, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - since.epochMilliseconds >= millisecondsIn(span);
}

/** The seconds from one instant to another, with their fractions; fewer than none if it is before. */
export function secondsBetween(from: Temporal.Instant, to: Temporal.Instant): number {
  return Number(to.epochNanoseconds - from.epochNanoseconds) / 1e9;
}

/**
 * When the first of some instants that are not over yet is so much past: the earliest sum that lies after `now`. Only that one
 * is made, however many instants there are.
 */
export function nextAfter(
  instants: readonly (Temporal.Instant | undefined)[],
  span: Temporal.Duration,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  if (known.length === 0) return undefined;
  const over = now.subtract(span);
  return earliestOf(known.filter((instant) => isBefore(over, instant)))?.add(span);
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
