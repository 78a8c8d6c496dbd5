import { Temporal } from 'temporal-polyfill';
import { type EpochMilliseconds, instantOf, millisecondsIn } from './epoch.ts';

/** Is `a` strictly earlier than `b`? */
export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

/** Has a duration passed since an instant? In milliseconds, which is cheaper than computing the end, for every node. */
export function isOver(since: Temporal.Instant, span: Temporal.Duration, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - since.epochMilliseconds >= millisecondsIn(span);
}

/** The earliest `moment + span` that is after `now`; `undefined` if there is none. */
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

/** The earliest of some instants; `undefined` if there are none. */
export function earliestOf(instants: readonly Temporal.Instant[]): Temporal.Instant | undefined {
  return instants.reduce<Temporal.Instant | undefined>(
    (earliest, instant) => (earliest === undefined || isBefore(instant, earliest) ? instant : earliest),
    undefined,
  );
}

/** The latest of some instants; `undefined` if there are none. */
export function latestOf(instants: readonly Temporal.Instant[]): Temporal.Instant | undefined {
  return instants.reduce<Temporal.Instant | undefined>(
    (latest, instant) => (latest === undefined || isBefore(latest, instant) ? instant : latest),
    undefined,
  );
}
