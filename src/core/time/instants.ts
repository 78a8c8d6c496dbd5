import { Temporal } from 'temporal-polyfill';

/** Is `a` strictly earlier than `b`? */
export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

/** The earliest of some instants; `undefined` of none. */
export function earliestOf(instants: readonly Temporal.Instant[]): Temporal.Instant | undefined {
  return instants.reduce<Temporal.Instant | undefined>(
    (earliest, instant) => (earliest === undefined || isBefore(instant, earliest) ? instant : earliest),
    undefined,
  );
}
