import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { fromWireTime, millisecondsFromWire } from '../../../../src/adapters/batch/from-wire/from-wire-time.ts';

function byTemporal(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}

it.each([
  '2026-03-02T12:00:00Z',
  '2026-03-02T12:00:00.5Z',
  '2026-03-02T12:00:00.1234567Z',
  '2026-03-02T12:00:00.123456789Z',
  '1969-12-31T23:59:59.9Z',
  '0001-01-01T00:00:00Z',
  '2024-02-29T00:00:00Z',
  '2026-03-02T13:00:00+01:00',
  '2026-03-02 12:00Z',
  // none
  '2026-02-29T00:00:00Z',
  '2026-02-31T00:00:00Z',
  '2026-03-02T12:00:00',
  '2026-03-02T25:00:00Z',
  '2026-03-02T24:00:00Z',
  '2026-03-02T12:00:60Z',
  '-000001-01-01T00:00:00Z',
  '2026-03-02T12:00:00.Z',
  '2026-03-02T12:00:00.1234567890Z',
  '2026-03-02T12:0a:00Z',
  '2026-03-02T12:00:00.12a4567Z',
  '2026-03-aaT12:00:00Z',
  'undefinedZ',
  'yesterday',
  '',
])('%s is what Temporal takes it for', (text) => {
  expect(fromWireTime(text)?.toString()).toBe(byTemporal(text)?.toString());
  expect(millisecondsFromWire(text)).toBe(byTemporal(text)?.epochMilliseconds);
});

it('reads the milliseconds of every instant as Temporal does', () => {
  const digits = fc.integer({ min: 0, max: 9 });
  const instants = fc.tuple(fc.date({ min: new Date(-62e12), max: new Date(253e12), noInvalidDate: true }), digits);
  fc.assert(
    fc.property(instants, ([date, fractionalSecondDigits]) => {
      const text = Temporal.Instant.fromEpochMilliseconds(date.getTime())
        .add({ nanoseconds: 123_457 })
        .toString({ fractionalSecondDigits: fractionalSecondDigits as 0 });
      expect(millisecondsFromWire(text)).toBe(Temporal.Instant.from(text).epochMilliseconds);
    }),
  );
});

it.each([undefined, null, 7, {}])('takes %j for no instant', (time) => {
  expect(fromWireTime(time)).toBeUndefined();
  expect(millisecondsFromWire(time)).toBeUndefined();
});
