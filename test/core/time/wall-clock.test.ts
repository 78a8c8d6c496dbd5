import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { closingInstant, openingInstant } from '../../../src/core/time/wall-clock.ts';

describe('openingInstant', () => {
  it.each([
    // an ordinary day
    ['2026-01-15', '08:00', 'Europe/Berlin', '2026-01-15T07:00:00Z'],
    // gap: 02:30 does not exist, it opens at 03:30 local time
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    // overlap: 02:30 happens twice, the first one counts
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    // a gap of half an hour: 02:15 becomes 02:45
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
    // a midnight that does not exist: 00:00 becomes 01:00
    ['2018-11-04', '00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ])('%s %s in %s is %s', (date, time, timeZone, expected) => {
    const instant = openingInstant(Temporal.PlainDateTime.from(`${date}T${time}`), timeZone);
    expect(instant.toString()).toBe(expected);
  });
});

describe('closingInstant', () => {
  it.each([
    ['2026-01-15', '18:30', 'Europe/Berlin', '2026-01-15T17:30:00Z'],
    // gap: 02:30 becomes 03:30
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    // overlap: of the two 02:30 the second counts
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T01:30:00Z'],
  ])('%s %s in %s is %s', (date, time, timeZone, expected) => {
    const instant = closingInstant(Temporal.PlainDateTime.from(`${date}T${time}`), timeZone);
    expect(instant.toString()).toBe(expected);
  });
});
