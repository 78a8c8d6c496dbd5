import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';

const NOON = Temporal.Instant.from('2026-03-02T12:00Z');

it.each([
  ['instants', NOON, NOON.add({ hours: 1 })],
  ['durations', Temporal.Duration.from('PT1H'), Temporal.Duration.from('PT2H')],
  ['dates', Temporal.PlainDate.from('2026-03-02'), Temporal.PlainDate.from('2026-03-03')],
  ['times of day', Temporal.PlainTime.from('12:00'), Temporal.PlainTime.from('13:00')],
])('different %s are not equal, also as members of an object', (_, one, other) => {
  expect({ at: one }).toMatchObject({ at: one });
  expect({ at: one }).not.toMatchObject({ at: other });
  expect({ at: one }).not.toEqual({ at: other });
});
