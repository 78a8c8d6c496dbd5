import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { capacityAt } from '../../../src/core/schedule/capacity-at.ts';
import {
  exceptionConflicts,
  windowConflicts,
  windowsThatNeverClose,
  windowsThatNeverOpen,
} from '../../../src/core/schedule/conflicts.ts';
import type { Capacity, Exception, Schedule, Window } from '../../../src/core/schedule/schedule.ts';
import { timelineOf } from '../../../src/core/schedule/timeline.ts';
import { schedule } from '../../support/arbitraries.ts';
import { aCapacity, aSchedule, aWindow } from '../../support/builders.ts';

const MONDAY = Temporal.Instant.from('2026-03-02T00:00:00Z');

function laidOut(of: Schedule, days = 7) {
  return timelineOf(of, MONDAY, MONDAY.add({ hours: 24 * days }));
}

function conflicts(windows: readonly Window[], overrides: Partial<Schedule> = {}): readonly string[] {
  return windowConflicts(laidOut(aSchedule({ windows, ...overrides }))).map(
    ({ window, kind, by }) => `${window} ${kind}: ${by.map((one) => one.replace(' of office-hours', '')).join(', ')}`,
  );
}

function named(name: string, when: string, capacity: Capacity, priority = 0): Window {
  return aWindow(when, capacity, { name, priority });
}

const WORK = named('work', 'MON-FRI 08:00-18:00', aCapacity(4));

describe('windowConflicts', () => {
  it.each<[string, readonly Window[], readonly string[]]>([
    ['nothing beside it', [WORK], []],
    ['one that opens at another time', [WORK, named('night', 'MON 20:00-22:00', aCapacity(1))], []],
    ['one that asks for more', [WORK, named('peak', 'MON 10:00-12:00', aCapacity(8))], []],
    // a higher priority
    [
      'a lower priority all the time',
      [{ ...WORK, priority: 5 }, named('low', 'MON 10:00-12:00', aCapacity(9))],
      ['low shadowed: window "work"'],
    ],
    [
      'a lower priority for most of the time',
      [{ ...WORK, priority: 5 }, named('low', 'MON 10:00-18:30', aCapacity(9))],
      [],
    ],
    [
      'a lower priority than now one, now another',
      [
        named('low', 'MON 10:00-14:00', aCapacity(9)),
        named('morning', 'MON 08:00-12:00', aCapacity(1), 1),
        named('afternoon', 'MON 12:00-18:00', aCapacity(2), 2),
      ],
      ['low shadowed: window "morning", window "afternoon"'],
    ],
    // as much beside it
    [
      'less than another at once',
      [WORK, named('less', 'MON 10:00-12:00', aCapacity(3, 3))],
      ['less needless: window "work"'],
    ],
    ['less, but for longer', [WORK, named('less', 'MON 10:00-19:00', aCapacity(3))], []],
    ['the same: one of the two', [WORK, { ...WORK, name: 'again' }], ['again needless: window "work"']],
    ['a larger maximum', [named('small', 'MON 08:00-18:00', aCapacity(4, 5)), WORK], ['small needless: window "work"']],
    [
      'a share beside a number',
      [WORK, named('share', 'MON 10:00-12:00', aCapacity('50%'))],
      // which of the two is more depends on the pool
      [],
    ],
    [
      'a number beside the whole pool',
      [named('all', 'MON 10:00-12:00', aCapacity('100%')), named('some', 'MON 10:00-12:00', aCapacity(40))],
      ['some needless: window "all"'],
    ],
    [
      'nothing beside a number',
      [WORK, named('zero', 'MON 10:00-12:00', aCapacity('0%', 0))],
      ['zero needless: window "work"'],
    ],
  ])('of a window with %s', (_, windows, expected) => {
    expect(conflicts(windows)).toEqual(expected);
  });

  it('of a window below an exception, or below a dated window, whenever it opens', () => {
    const monday = Temporal.PlainDate.from('2026-03-02');
    const windows = [named('mondays', 'MON 10:00-12:00', aCapacity(9))];
    const exceptions = [
      { kind: 'dates' as const, from: monday, to: monday, capacity: aCapacity(0, 0), name: 'closed' },
    ];
    expect(conflicts(windows, { exceptions })).toEqual(['mondays shadowed: exception "closed"']);

    const times = { from: Temporal.PlainTime.from('06:00'), to: Temporal.PlainTime.from('22:00') };
    const release: Window = {
      ...named('release', 'MON 06:00-22:00', aCapacity(2)),
      recurrence: { kind: 'date', date: monday, ...times },
    };
    expect(conflicts([...windows, release])).toEqual(['mondays shadowed: window "release"']);
  });

  it('says nothing of windows that do not open, or only where the schedule does not hold', () => {
    const dayBefore = { validUntil: Temporal.PlainDate.from('2026-03-01') };
    expect(conflicts([WORK, { ...WORK, name: 'again' }], dayBefore)).toEqual([]);
  });

  it('names only windows without which the schedule asks the same of any pool at any time', () => {
    const unique = schedule().map((one) => ({
      ...one,
      windows: one.windows.map((window, index) => ({ ...window, name: `w${index}` })),
    }));
    fc.assert(
      fc.property(unique, fc.constantFrom(1, 3, 10, 1000), (one, poolSize) => {
        const before = laidOut(one);
        const unneeded = new Set(windowConflicts(before).map(({ window }) => window));
        const after = laidOut({ ...one, windows: one.windows.filter(({ name }) => !unneeded.has(name)) });
        for (const { from } of before.segments) {
          const [asked, without] = [before, after].map((timeline) => {
            const { min, max } = capacityAt([timeline], from, poolSize);
            return [min, Math.min(max ?? poolSize, poolSize)];
          });
          expect(without).toEqual(asked);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('exceptionConflicts', () => {
  const exception = (name: string, from: string, to: string, capacity: Capacity): Exception => ({
    kind: 'dates',
    from: Temporal.PlainDate.from(from),
    to: Temporal.PlainDate.from(to),
    capacity,
    name,
  });
  const closed = exception('closed', '2026-03-02', '2026-03-05', aCapacity(0, 0));

  it.each<[string, Exception, readonly string[]]>([
    ['on other days', exception('b', '2026-03-06', '2026-03-06', aCapacity(4)), []],
    ['that says the same', exception('b', '2026-03-04', '2026-03-06', aCapacity('0%', '0%')), []],
    [
      'that says something else',
      exception('b', '2026-03-04', '2026-03-06', aCapacity(4)),
      ['closed, b from 2026-03-04T00:00:00Z'],
    ],
  ])('of an exception and one %s', (_, other, expected) => {
    const found = exceptionConflicts(laidOut(aSchedule({ exceptions: [closed, other] })));
    expect(found.map(({ names, segment }) => `${names.join(', ')} from ${segment.from}`)).toEqual(expected);
  });
});

describe('windowsThatNeverOpen', () => {
  it('finds those that match no date, or none on which the schedule is valid', () => {
    const windows = [WORK, named('thirty-first', '31 08:00-09:00', aCapacity(1))];
    const from = Temporal.Instant.from('2026-02-01T00:00Z');
    const until = from.add({ hours: 28 * 24 });
    expect(windowsThatNeverOpen(timelineOf(aSchedule({ windows }), from, until))).toEqual(['thirty-first']);
    const over = aSchedule({ windows, validUntil: Temporal.PlainDate.from('2026-01-15') });
    expect(windowsThatNeverOpen(timelineOf(over, from, until))).toEqual(['work', 'thirty-first']);
  });
});

describe('windowsThatNeverClose', () => {
  it('finds those that are open all the time', () => {
    const always = { ...named('always', 'MON-SUN 00:00-12:00', aCapacity(1)) };
    const recurrence = { ...always.recurrence, to: Temporal.PlainTime.from('00:00') } as Window['recurrence'];
    const windows = [WORK, { ...always, recurrence }];
    expect(windowsThatNeverClose(laidOut(aSchedule({ windows }), 20))).toEqual(['always']);
  });
});
