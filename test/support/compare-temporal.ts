import { Temporal } from 'temporal-polyfill';
import { expect } from 'vitest';

/**
 * Times have no members of their own, so that `toMatchObject` takes any two instants for equal. Two times are equal here if they
 * are of the same type and are written alike.
 */
expect.addEqualityTesters([
  function areSameTime(a: unknown, b: unknown): boolean | undefined {
    if (!isTime(a) || !isTime(b)) return undefined;
    return a.constructor === b.constructor && a.toString() === b.toString();
  },
]);

const TYPES = [
  Temporal.Instant,
  Temporal.Duration,
  Temporal.PlainDate,
  Temporal.PlainDateTime,
  Temporal.PlainTime,
  Temporal.PlainMonthDay,
  Temporal.PlainYearMonth,
  Temporal.ZonedDateTime,
];

function isTime(value: unknown): value is InstanceType<(typeof TYPES)[number]> {
  return TYPES.some((type) => value instanceof type);
}
