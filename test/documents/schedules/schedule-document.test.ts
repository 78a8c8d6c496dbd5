import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../src/documents/schedules/schedule-document.ts';
import { aCapacity, dateMatcherOf } from '../../support/builders.ts';
import { GERMAN_HOLIDAYS } from '../../support/calendar-text.ts';

const WINDOW = { name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 10 } };
const SCHEDULE = { id: 'office-hours', timeZone: 'Europe/Berlin', windows: [WINDOW] };

function faultsOf(value: unknown): readonly string[] {
  const parsed = parseSchedule(value);
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
}

function withWindow(overrides: object) {
  return { ...SCHEDULE, windows: [{ ...WINDOW, ...overrides }] };
}

function without(member: keyof typeof SCHEDULE) {
  return Object.fromEntries(Object.entries(SCHEDULE).filter(([name]) => name !== member));
}

function windowWithout(member: keyof typeof WINDOW) {
  return { ...SCHEDULE, windows: [Object.fromEntries(Object.entries(WINDOW).filter(([name]) => name !== member))] };
}

function parsed(value: unknown) {
  const result = parseSchedule(value);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
}

function parsedWindow(overrides: object) {
  const [window] = parsed(withWindow(overrides)).windows;
  if (window === undefined) throw new Error('There is no window.');
  return window;
}

describe('parseSchedule', () => {
  it('reads a schedule', () => {
    const document = { ...SCHEDULE, description: 'When people work.', outside: { min: 0, max: '25%' } };
    expect(parsed(document)).toEqual({
      id: 'office-hours',
      timeZone: 'Europe/Berlin',
      windows: [
        {
          name: 'weekdays',
          recurrence: {
            kind: 'days',
            days: dateMatcherOf(['MON-FRI']),
            from: Temporal.PlainTime.from('08:00'),
            to: Temporal.PlainTime.from('18:30'),
          },
          capacity: aCapacity(10),
          priority: 0,
        },
      ],
      outside: aCapacity(0, '25%'),
      exceptions: [],
      validFrom: undefined,
      validUntil: undefined,
    });
  });

  it('asks for nothing and limits nothing outside, unless it is said', () => {
    expect(parsed(SCHEDULE).outside).toEqual(aCapacity(0));
  });

  it('reads a schedule without windows', () => {
    expect(parsed({ ...SCHEDULE, windows: [] }).windows).toEqual([]);
  });

  it.each([
    [['MON'], [1]],
    [
      ['mon', 'Wed'],
      [1, 3],
    ],
    [['MON-FRI'], [1, 2, 3, 4, 5]],
    [['FRI-MON'], [1, 5, 6, 7]],
    [
      ['MON-WED', 'TUE-THU'],
      [1, 2, 3, 4],
    ],
    [['SAT', 'SAT'], [6]],
  ])('reads the days %j', (days, expected) => {
    expect(parsedWindow({ days }).recurrence).toMatchObject({ days: { weekdays: new Set(expected) } });
  });

  it.each([
    ['00:00', '24:00', '00:00:00', '00:00:00'],
    ['00:00', '23:59', '00:00:00', '23:59:00'],
    ['23:59', '00:00', '23:59:00', '00:00:00'],
    // across midnight
    ['22:00', '06:00', '22:00:00', '06:00:00'],
  ])('reads the times %s to %s', (from, to, opens, closes) => {
    const times = { from: Temporal.PlainTime.from(opens), to: Temporal.PlainTime.from(closes) };
    expect(parsedWindow({ from, to }).recurrence).toEqual({ kind: 'days', days: dateMatcherOf(['MON-FRI']), ...times });
  });

  it.each([
    [{ min: 0 }, aCapacity(0)],
    [{}, aCapacity(0)],
    [{ max: 0 }, aCapacity(0, 0)],
    [{ min: 2, max: null }, aCapacity(2)],
    [{ min: 5, max: 5 }, aCapacity(5, 5)],
    [{ min: 100_000 }, aCapacity(100_000)],
    [{ min: '0%', max: '100%' }, aCapacity('0%', '100%')],
    [{ min: '12.5%', max: '12.5%' }, aCapacity('12.5%', '12.5%')],
    [{ min: '100.0%' }, aCapacity('100%')],
    // which is larger hangs on the pool
    [{ min: '50%', max: 1 }, aCapacity('50%', 1)],
    [{ min: 50, max: '1%' }, aCapacity(50, '1%')],
  ])('reads the capacity %j', (capacity, expected) => {
    expect(parsedWindow({ capacity }).capacity).toEqual(expected);
    expect(parsed({ ...SCHEDULE, outside: capacity }).outside).toEqual(expected);
  });

  it.each([[-1000], [-1], [10], [1000]])('reads the priority %i', (priority) => {
    expect(parsedWindow({ priority }).priority).toBe(priority);
  });

  it.each([
    ['Etc/UTC'],
    ['UTC'],
    ['Asia/Kathmandu'],
    ['America/Argentina/Buenos_Aires'],
    ['Etc/GMT+5'],
    ['Europe/Kyiv'],
  ])('knows the time zone %s', (timeZone) => {
    expect(parsed({ ...SCHEDULE, timeZone }).timeZone).toBe(timeZone);
  });

  it.each([['a'], ['0'], ['A_b-C'], ['a'.repeat(64)]])('takes the id %s', (id) => {
    expect(parsed({ ...SCHEDULE, id }).id).toBe(id);
  });
});

const ID = 'an id has 1 to 64 letters, digits, hyphens and underscores, the first no hyphen or underscore';
const ZONE = 'an IANA time zone is expected, such as "Europe/Berlin"; a fixed offset knows no clock changes';
const DAY =
  'a weekday such as "MON", a range such as "MON-FRI", "MON#1", "FRI#L", or a day of the month such as "15" or "L" is expected';
const FROM = 'a time of day from 00:00 to 23:59 is expected, such as "08:30"';
const TO = 'a time of day from 00:00 to 24:00 is expected, such as "18:30"';
const NO_MEMBER = 'there is no such member';
const CAPACITY = 'a capacity such as { "min": 2, "max": 10 } is expected';
const AMOUNT = 'a number of nodes from 0 on, or a share from "0%" to "100%", is expected';
const BELOW = 'the maximum is below the minimum';
const NEVER_OPEN =
  'a window does not close when it opens; for 24 hours write "cron": "0 8 * * MON-FRI" and "duration": "PT24H" instead of days, from and to';

describe('parseSchedule finds', () => {
  it.each([
    ['nothing at all', undefined, '$: a schedule is expected: an object with id, timeZone and windows'],
    ['null', null, '$: a schedule is expected: an object with id, timeZone and windows'],
    ['a list', [SCHEDULE], '$: a schedule is expected: an object with id, timeZone and windows'],
    ['a text', 'office-hours', '$: a schedule is expected: an object with id, timeZone and windows'],
    ['an unknown member', { ...SCHEDULE, holidays: [] }, `$.holidays: ${NO_MEMBER}`],
    // id and description
    ['no id', without('id'), '$.id: an id is expected'],
    ['an id that is a number', { ...SCHEDULE, id: 5 }, '$.id: an id is expected'],
    ['an empty id', { ...SCHEDULE, id: '' }, `$.id: ${ID}`],
    ['an id that begins with a hyphen', { ...SCHEDULE, id: '-a' }, `$.id: ${ID}`],
    ['an id with a slash', { ...SCHEDULE, id: 'a/b' }, `$.id: ${ID}`],
    ['an id with a line break', { ...SCHEDULE, id: 'a\n' }, `$.id: ${ID}`],
    ['an id too long', { ...SCHEDULE, id: 'a'.repeat(65) }, `$.id: ${ID}`],
    ['a description that is no text', { ...SCHEDULE, description: 5 }, '$.description: a text is expected'],
    [
      'a description too long',
      { ...SCHEDULE, description: 'a'.repeat(1001) },
      '$.description: at most 1000 characters',
    ],
    // time zone
    ['no time zone', without('timeZone'), '$.timeZone: a time zone is expected'],
    ['a time zone that is nowhere', { ...SCHEDULE, timeZone: 'Europe/Lummerland' }, `$.timeZone: ${ZONE}`],
    ['an offset', { ...SCHEDULE, timeZone: '+01:00' }, `$.timeZone: ${ZONE}`],
    [
      'a Windows name',
      { ...SCHEDULE, timeZone: 'W. Europe Standard Time' },
      '$.timeZone: "W. Europe Standard Time" is the name of a time zone in Windows; an IANA time zone is expected: write "Europe/Berlin"',
    ],
    ['an empty time zone', { ...SCHEDULE, timeZone: '' }, `$.timeZone: ${ZONE}`],
    // windows
    ['no windows', without('windows'), '$.windows: a list of windows is expected'],
    ['windows that are no list', { ...SCHEDULE, windows: WINDOW }, '$.windows: a list of windows is expected'],
    [
      'too many windows',
      { ...SCHEDULE, windows: Array.from({ length: 101 }, (_, index) => ({ ...WINDOW, name: `${index}` })) },
      '$.windows: at most 100 windows',
    ],
    [
      'two windows with one name',
      { ...SCHEDULE, windows: [WINDOW, WINDOW] },
      '$.windows[1].name: window 0 has this name too',
    ],
    ['an unknown member of a window', withWindow({ weeks: 2 }), `$.windows[0].weeks: ${NO_MEMBER}`],
    ['a window without a name', windowWithout('name'), '$.windows[0].name: a name is expected'],
    ['an empty name', withWindow({ name: '' }), '$.windows[0].name: a name is expected'],
    ['a name too long', withWindow({ name: 'a'.repeat(101) }), '$.windows[0].name: at most 100 characters'],
    // days and times
    [
      'no days, no date, no cron expression',
      windowWithout('days'),
      '$.windows[0].days: a list of weekdays such as ["MON-FRI"] is expected; or a date, or a cron expression',
    ],
    [
      'days that are a text',
      withWindow({ days: 'MON' }),
      '$.windows[0].days: a list of weekdays such as ["MON-FRI"] is expected',
    ],
    ['an empty list of days', withWindow({ days: [] }), '$.windows[0].days: at least one day is expected'],
    ['a day that is a number', withWindow({ days: ['MON', 2] }), '$.windows[0].days[1]: a weekday is expected'],
    ['a day written out', withWindow({ days: ['Monday'] }), `$.windows[0].days[0]: ${DAY}`],
    ['half a range', withWindow({ days: ['MON', 'TUE-'] }), `$.windows[0].days[1]: ${DAY}`],
    ['no beginning', windowWithout('from'), '$.windows[0].from: a time of day is expected'],
    ['a beginning at 24:00', withWindow({ from: '24:00' }), `$.windows[0].from: ${FROM}`],
    ['an hour with one digit', withWindow({ from: '8:00' }), `$.windows[0].from: ${FROM}`],
    ['seconds', withWindow({ from: '08:00:00' }), `$.windows[0].from: ${FROM}`],
    ['no end', windowWithout('to'), '$.windows[0].to: a time of day is expected'],
    ['an end after 24:00', withWindow({ to: '24:01' }), `$.windows[0].to: ${TO}`],
    ['a minute that no hour has', withWindow({ to: '18:60' }), `$.windows[0].to: ${TO}`],
    ['an end at the beginning', withWindow({ to: '08:00' }), `$.windows[0].to: ${NEVER_OPEN}`],
    // capacity
    ['no capacity', windowWithout('capacity'), `$.windows[0].capacity: ${CAPACITY}`],
    ['a capacity that is a number', withWindow({ capacity: 2 }), `$.windows[0].capacity: ${CAPACITY}`],
    [
      'an unknown member of a capacity',
      withWindow({ capacity: { minimum: 2 } }),
      `$.windows[0].capacity.minimum: ${NO_MEMBER}`,
    ],
    [
      'a maximum below the minimum',
      withWindow({ capacity: { min: 5, max: 4 } }),
      `$.windows[0].capacity.max: ${BELOW}`,
    ],
    [
      'a share below the minimum',
      withWindow({ capacity: { min: '50%', max: '9%' } }),
      `$.windows[0].capacity.max: ${BELOW}`,
    ],
    ['a maximum below the minimum outside', { ...SCHEDULE, outside: { min: 1, max: 0 } }, `$.outside.max: ${BELOW}`],
    ['a minimum that is null', withWindow({ capacity: { min: null } }), `$.windows[0].capacity.min: ${AMOUNT}`],
    // priority
    [
      'a priority that is no whole number',
      withWindow({ priority: 0.5 }),
      '$.windows[0].priority: a whole number from -1000 to 1000 is expected',
    ],
    [
      'a priority that is a text',
      withWindow({ priority: '1' }),
      '$.windows[0].priority: a whole number from -1000 to 1000 is expected',
    ],
  ])('%s', (_, value, fault) => {
    expect(faultsOf(value)).toEqual([fault]);
  });

  it.each([
    ['a negative number', -1],
    ['a fraction', 1.5],
    ['a number beyond all pools', 100_001],
    ['no number', Number.NaN],
    ['more than all', '101%'],
    ['a little more than all', '100.5%'],
    ['a negative share', '-5%'],
    ['a share with a comma', '12,5%'],
    ['a share without its number', '%'],
    ['an object', {}],
  ])('an amount that is %s, and stores nothing', (_, min) => {
    const faults = faultsOf(withWindow({ capacity: { min } }));
    expect(faults).not.toEqual([]);
    expect(new Set(faults.map((fault) => fault.split(': ')[0]))).toEqual(new Set(['$.windows[0].capacity.min']));
  });

  it.each([[-1], [100_001], ['101%'], ['100.5%'], ['5']])(
    'an amount that is none, in one sentence for people: %j',
    (min) => {
      expect(faultsOf(withWindow({ capacity: { min } }))).toEqual([`$.windows[0].capacity.min: ${AMOUNT}`]);
    },
  );

  it('a priority that is too high, in a sentence that says so', () => {
    expect(faultsOf(withWindow({ priority: 1001 }))).toEqual([expect.stringContaining('1000')]);
  });

  it('everything at once, each with its place', () => {
    const faults = faultsOf({
      id: 'office hours',
      owner: 'me',
      timeZone: 'CET/Berlin',
      windows: [
        { ...WINDOW, days: ['MON', 'FEIERTAG'], from: '8', to: '25:00' },
        { ...WINDOW, capacity: { min: 2, max: 1, ideal: 2 }, to: WINDOW.from },
        { ...WINDOW, name: '', days: [] },
      ],
      outside: { min: '50%', max: '20%' },
    });
    expect(faults.toSorted()).toEqual(
      [
        `$.id: ${ID}`,
        `$.owner: ${NO_MEMBER}`,
        `$.timeZone: ${ZONE}`,
        `$.windows[0].days[1]: ${DAY}`,
        `$.windows[0].from: ${FROM}`,
        `$.windows[0].to: ${TO}`,
        `$.windows[1].capacity.ideal: ${NO_MEMBER}`,
        `$.windows[1].capacity.max: ${BELOW}`,
        `$.windows[1].to: ${NEVER_OPEN}`,
        '$.windows[1].name: window 0 has this name too',
        '$.windows[2].days: at least one day is expected',
        '$.windows[2].name: a name is expected',
        `$.outside.max: ${BELOW}`,
      ].toSorted(),
    );
  });

  it('that a window never opens also where its name is missing', () => {
    expect(faultsOf(withWindow({ name: 5, to: WINDOW.from }))).toEqual([
      '$.windows[0].name: a name is expected',
      `$.windows[0].to: ${NEVER_OPEN}`,
    ]);
  });

  it('that two windows have one name also where a third one is no window', () => {
    expect(faultsOf({ ...SCHEDULE, windows: [WINDOW, WINDOW, 5] })).toContain(
      '$.windows[1].name: window 0 has this name too',
    );
  });
});

describe('a window that would close when it opens', () => {
  it.each([
    [
      { from: '03:00', to: '03:00' },
      'write "cron": "0 3 * * MON-FRI" and "duration": "PT24H" instead of days, from and to',
    ],
    [{ days: ['sat', 'SUN'], from: '22:30', to: '22:30' }, 'write "cron": "30 22 * * SAT,SUN" and "duration": "PT24H"'],
    [
      { days: ['MON#1'], from: '03:00', to: '03:00' },
      'write two windows: from "03:00" to "24:00", and on the next day from',
    ],
    [{ from: '00:00', to: '00:00' }, 'for the whole day write "00:00" to "24:00"'],
  ])('%j gets the advice that is meant', (overrides, advice) => {
    expect(faultsOf(withWindow(overrides))).toEqual([expect.stringContaining(advice)]);
  });
});

describe('windows that open too often together', () => {
  const often = (count: number) => ({
    ...SCHEDULE,
    windows: Array.from({ length: count }, (_, index) => ({
      name: `w${index}`,
      cron: '*/15 * * * *',
      duration: 'P7D',
      capacity: { min: 1 },
    })),
  });

  it('are refused when they are saved', () => {
    expect(faultsOf(often(5))).toEqual([]);
    expect(faultsOf(often(100))).toEqual([
      '$.windows: the windows open 9600 times on some days; at most 500 for all windows together',
    ]);
  });

  it('are not looked at beyond the most windows', () => {
    expect(faultsOf({ ...SCHEDULE, windows: Array.from({ length: 100_000 }, () => ({})) }).length).toBeLessThan(
      100_000 * 3 + 1000,
    );
  });
});

describe('the faults of a schedule', () => {
  it('are reported together with the calendars that cannot be used', () => {
    const calendar = 'BEGIN:VCALENDAR\r\nX';
    const exceptions = [
      { calendar, capacity: { min: 3, max: 0 } },
      { calendar: 'none.ics', match: 'x', capacity: { max: 0 } },
      { calendar: 'none.ics', match: 7, capacity: { max: 0 } },
    ];
    expect(faultsOf({ ...SCHEDULE, timeZone: 'Berlin', exceptions })).toEqual([
      expect.stringMatching(/^\$\.timeZone: /),
      '$.exceptions[0].capacity.max: the maximum is below the minimum',
      expect.stringMatching(/^\$\.exceptions\[2\]\.match: /),
      '$.exceptions[0].calendar: the calendar cannot be used: it is not iCalendar: it has no END:VCALENDAR',
      '$.exceptions[1].calendar: calendars of other places are not read here',
    ]);
  });
});

describe('dates and times of parts', () => {
  it('are those of one window', () => {
    const window = parsedWindow({ validFrom: '2026-03-01', validUntil: '2026-03-31' });
    expect([`${window.validFrom}`, `${window.validUntil}`]).toEqual(['2026-03-01', '2026-03-31']);
    expect(faultsOf(withWindow({ validFrom: '2026-04-01', validUntil: '2026-03-31' }))).toEqual([
      '$.windows[0].validUntil: the last date comes before the first',
    ]);
  });

  it('are those of an exception', () => {
    const exception = { date: '2026-12-24', fromTime: '14:00', toTime: '24:00', nights: 'whole', capacity: { max: 0 } };
    const [read] = parsed({ ...SCHEDULE, exceptions: [exception] }).exceptions;
    expect(read).toMatchObject({ nights: 'whole', toTime: undefined });
    expect(
      faultsOf({ ...SCHEDULE, exceptions: [{ calendar: GERMAN_HOLIDAYS, fromTime: '14:00', capacity: {} }] }),
    ).toEqual(['$.exceptions[0].fromTime: the events of a calendar have their own times']);
  });
});
