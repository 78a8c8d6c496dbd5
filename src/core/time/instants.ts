import { Temporal } from 'temporal-polyfill';
import { type EpochMilliseconds, instantOf, millisecondsIn } from './epoch.ts';

/** Is `a` strictly earlier than `b`? */
export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

/** Has a span that began at an instant passed? To the millisecond: cheaper than to make its end, for what is asked of every node. */
export function isOver(since: Temporal.Instant, span: Temporal.Duration, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - since.epochMilliseconds >= millisecondsIn(span);
}

/** When the first of some moments for which it is not over yet is so much past: the earliest sum that lies after `now`. */
export function nextAfter(
  moments: readonly (EpochMilliseconds | undefined)[],
  span: Temporal.Duration,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  const milliseconds = millisecondsIn(span);
  const over = now.epochMilliseconds - milliseconds;
  let first = Number.POSITIVE_INFINITY;
  for (const moment of moments) if (moment !== undefined && over < moment && moment < first) first = moment;
  return first === Number.POSITIVE_INFINITY ? undefined : instantOf(first + milliseconds);
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
