import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { momentAt } from '../../../src/core/rules/moment.ts';
import { fillTemplates, templatePath, templatePaths } from '../../../src/core/rules/template.ts';

describe('a template', () => {
  it.each([
    ['{{data.tasks}}', 'data.tasks'],
    ['{{ data.items.0.id }}', 'data.items.0.id'],
    ['{{a}} {{b}}', undefined],
    ['pool-{{data.id}}', undefined],
    ['{{data.id}}\n', undefined],
    ['{{}}', undefined],
    ['{{data..id}}', undefined],
    ['{{data[0]}}', undefined],
    [5, undefined],
  ])('%j leads to %j', (value, path) => {
    expect(templatePath(value)).toBe(path);
  });

  it('is filled with what the event has, as it is', () => {
    const act = {
      pool: 'render',
      slots: '{{data.tasks}}',
      capacity: { min: '{{data.min}}' },
      nodes: ['{{data.n}}', 'b'],
    };
    const event = { data: { tasks: 200, min: '50%', n: '{{data.tasks}}' } };
    expect(fillTemplates(act, event)).toEqual({
      ok: true,
      value: { pool: 'render', slots: 200, capacity: { min: '50%' }, nodes: ['{{data.tasks}}', 'b'] },
    });
    expect(templatePaths(act)).toEqual(['data.tasks', 'data.min', 'data.n']);
  });

  it('names what the event does not have', () => {
    const act = { slots: '{{data.tasks}}', by: '{{data.at}}', until: '{{data.tasks}}', note: '{{constructor.name}}' };
    expect(fillTemplates(act, { data: { at: null } })).toEqual({
      ok: false,
      missing: ['data.tasks', 'data.at', 'constructor.name'],
    });
  });

  it('never fails, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (event) => {
        expect(fillTemplates({ a: '{{a.0}}', b: '{{__proto__.x}}' }, event).ok).toBe(false);
      }),
    );
  });
});

describe('a moment', () => {
  const at = (text: string, from: string, timeZone?: string) =>
    momentAt(text, { from: Temporal.Instant.from(from), timeZone })?.toString();

  it.each([
    ['2026-03-03T06:00:00+01:00', '2026-03-02T12:00:00Z', undefined, '2026-03-03T05:00:00Z'],
    ['PT4H', '2026-03-02T12:00:00Z', undefined, '2026-03-02T16:00:00Z'],
    ['P1DT30M', '2026-03-28T12:00:00Z', undefined, '2026-03-29T12:30:00Z'],
    ['P1W', '2026-03-02T12:00:00Z', undefined, '2026-03-09T12:00:00Z'],
    ['06:00', '2026-03-02T12:00:00Z', 'Europe/Berlin', '2026-03-03T05:00:00Z'],
    ['18:00', '2026-03-02T12:00:00Z', 'Europe/Berlin', '2026-03-02T17:00:00Z'],
    // It is six o'clock to the second: the next one is meant.
    ['06:00', '2026-03-02T05:00:00Z', 'Europe/Berlin', '2026-03-03T05:00:00Z'],
    // Another date there than in UTC.
    ['08:00', '2026-03-02T23:30:00Z', 'Asia/Tokyo', '2026-03-03T23:00:00Z'],
    // Clocks go forward at two: half past two is half past three.
    ['02:30', '2026-03-28T22:00:00Z', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    // Clocks go back at three: the first half past two counts, and after it that of the next day.
    ['02:30', '2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['02:30', '2026-10-25T00:45:00Z', 'Europe/Berlin', '2026-10-26T01:30:00Z'],
    ['06:00', '2026-03-02T12:00:00Z', undefined, undefined],
  ])('%s at %s in %s is %s', (text, from, timeZone, expected) => {
    expect(at(text, from, timeZone)).toBe(expected);
  });

  it.each(['tomorrow', '25:00', '6:00', '2026-03-03', 'PT', ''])('%j is none', (text) => {
    expect(() => at(text, '2026-03-02T12:00:00Z', 'Etc/UTC')).toThrow(RangeError);
  });

  it('at a time of day comes after now, within a day and a clock change, in every zone and year', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Etc/UTC',
    );
    const seconds = fc.integer({ min: 1_300_000_000, max: 1_900_000_000 });
    fc.assert(
      fc.property(zones, seconds, fc.integer({ min: 0, max: 1439 }), (timeZone, second, minute) => {
        const from = Temporal.Instant.fromEpochMilliseconds(second * 1000);
        const text = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const hours = from.until(momentAt(text, { from, timeZone }) ?? from).total('hours');
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(49);
      }),
    );
  });
});
