import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { capacityAt } from '../../../src/core/schedule/capacity-at.ts';
import { timelineOf } from '../../../src/core/schedule/timeline.ts';
import { parseSchedule } from '../../../src/documents/schedules/schedule-document.ts';
import { aCalendar, GERMAN_HOLIDAYS } from '../../support/calendar-text.ts';

/** What a schedule asks at some instants, as `min-max` of a pool of 10 nodes. */
function asked(overrides: object, instants: readonly string[]): readonly string[] {
  const parsed = parseSchedule({
    id: 's',
    timeZone: 'Europe/Berlin',
    windows: [],
    outside: { min: 0, max: 0 },
    ...overrides,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return instants.map((text) => {
    const instant = Temporal.Instant.from(text);
    const timeline = timelineOf(parsed.value, instant.subtract({ hours: 1 }), instant.add({ hours: 1 }));
    const { min, max } = capacityAt([timeline], instant, 10);
    return `${min}-${max ?? ''}`;
  });
}

function faults(overrides: object): readonly string[] {
  const parsed = parseSchedule({ id: 's', timeZone: 'Europe/Berlin', windows: [], ...overrides });
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
}

const WEEKDAYS = { name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 2 }, priority: 5 };

describe('a cron expression', () => {
  const nightly = (cron: string, duration: string) => ({
    windows: [{ name: 'n', cron, duration, capacity: { min: 1 } }],
  });

  it.each([
    // five fields, and six with seconds in front; Berlin is an hour ahead in winter
    [
      '0 2 * * *',
      'PT90M',
      ['2026-03-10T00:59:59Z', '2026-03-10T01:00Z', '2026-03-10T02:29Z', '2026-03-10T02:30Z'],
      '0 1 1 0',
    ],
    ['30 0 2 * * *', 'PT1H', ['2026-03-10T01:00:29Z', '2026-03-10T01:00:30Z', '2026-03-10T02:00:29Z'], '0 1 1'],
    // longer than a day
    [
      '0 18 * * FRI',
      'P2DT12H',
      ['2026-03-06T16:59Z', '2026-03-06T17:00Z', '2026-03-09T04:59Z', '2026-03-09T05:00Z'],
      '0 1 1 0',
    ],
    // the missing hour: 02:30 becomes 03:30
    [
      '30 2 * * *',
      'PT30M',
      ['2026-03-29T01:29Z', '2026-03-29T01:30Z', '2026-03-29T01:59Z', '2026-03-29T02:00Z'],
      '0 1 1 0',
    ],
    // the hour that comes twice: open from the first 02:00 to 03:00
    [
      '0 2 * * *',
      'PT1H',
      ['2026-10-24T23:59Z', '2026-10-25T00:00Z', '2026-10-25T01:59Z', '2026-10-25T02:00Z'],
      '0 1 1 0',
    ],
    // month end
    [
      '0 0 L * *',
      'P1D',
      ['2026-02-27T22:59Z', '2026-02-27T23:00Z', '2026-02-28T22:59Z', '2026-02-28T23:00Z'],
      '0 1 1 0',
    ],
  ])('%s for %s', (cron, duration, instants, minima) => {
    expect(asked(nightly(cron, duration), instants).map((text) => text.split('-')[0])).toEqual(minima.split(' '));
  });

  it.each(['2026-03-28T12:00Z', '2026-10-24T12:00Z'])(
    'leaves no gap where it comes every hour for an hour, also around a change: from %s',
    (start) => {
      const parsed = parseSchedule({ id: 's', timeZone: 'Europe/Berlin', ...nightly('0 * * * *', 'PT1H') });
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
      const from = Temporal.Instant.from(start);
      const { segments } = timelineOf(parsed.value, from, from.add({ hours: 48 }));
      expect(segments).toHaveLength(1);
      expect(segments.filter(({ open }) => open.length === 0)).toEqual([]);
    },
  );

  it.each([
    ['0 2 * *', 'a cron expression has five fields, or six with seconds in front'],
    ['0 2 * * * * 2027', 'a cron expression has five fields, or six with seconds in front'],
    ['@daily', 'a cron expression has five fields, or six with seconds in front'],
    ['0 0 30 2 *', 'no date ever matches the cron expression'],
    ['* * * * *', 'the cron expression matches more than 96 times a day'],
  ])('%s is refused', (cron, message) => {
    expect(faults(nightly(cron, 'PT1M'))).toEqual([`$.windows[0].cron: ${message}`]);
  });

  it('that cannot be read is refused', () => {
    expect(faults(nightly('0 25 * * *', 'PT1H'))[0]).toMatch(/^\$\.windows\[0\]\.cron: /);
  });

  it.each([
    [{ duration: undefined }, ['$.windows[0].duration: how long the window stays open is expected, such as "PT90M"']],
    [{ duration: 'PT0S' }, ['$.windows[0].duration: the window would close when it opens']],
    [{ duration: 'P0DT0.0H' }, ['$.windows[0].duration: the window would close when it opens']],
    ...['PT0M', 'P0D'].map((maintenance): [object, string[]] => [
      { capacity: undefined, maintenance },
      ['$.windows[0].maintenance: no node would be on for it: a time such as "PT90M" is expected'],
    ]),
    [{ days: ['MON'] }, ['$.windows[0]: only one of days and cron can say when a window opens']],
    [
      { from: '08:00' },
      ['$.windows[0].from: a cron expression says when the window opens, and "duration" how long it stays open'],
    ],
  ])('with %j is refused', (overrides, expected) => {
    const window = { name: 'n', cron: '0 2 * * *', duration: 'PT1H', capacity: { min: 1 }, ...overrides };
    expect(faults({ windows: [window] })).toEqual(expected);
  });
});

describe('a window on a date', () => {
  const release = { name: 'release', date: '2026-12-05', from: '06:00', to: '22:00', capacity: { min: '100%' } };

  it('opens on that date alone', () => {
    const instants = [
      '2026-12-05T04:59Z',
      '2026-12-05T05:00Z',
      '2026-12-05T20:59Z',
      '2026-12-05T21:00Z',
      '2026-12-06T12:00Z',
    ];
    expect(asked({ windows: [release] }, instants)).toEqual(['0-0', '10-', '10-', '0-0', '0-0']);
  });

  it('crosses midnight', () => {
    const night = { ...release, from: '22:00', to: '06:00' };
    expect(asked({ windows: [night] }, ['2026-12-05T21:00Z', '2026-12-06T04:59Z', '2026-12-06T05:00Z'])).toEqual([
      '10-',
      '10-',
      '0-0',
    ]);
  });

  it('stands above an exception, and that above windows of any priority', () => {
    const windows = [{ ...WEEKDAYS, days: ['MON-SUN'] }, release];
    const exceptions = [{ from: '2026-12-04', to: '2026-12-06', capacity: { max: 0 } }];
    const instants = [
      '2026-12-03T12:00Z',
      '2026-12-04T12:00Z',
      '2026-12-05T12:00Z',
      '2026-12-06T12:00Z',
      '2026-12-07T12:00Z',
    ];
    expect(asked({ windows, exceptions }, instants)).toEqual(['2-', '0-0', '10-', '0-0', '2-']);
  });
});

describe('an exception', () => {
  it('holds for whole days of the schedule’s zone, both ends included', () => {
    const exceptions = [
      { date: '2026-12-24', capacity: { min: 1, max: 1 } },
      { from: '2026-12-28', to: '2026-12-29', capacity: { min: 3 } },
    ];
    const instants = [
      '2026-12-23T22:59:59Z',
      '2026-12-23T23:00Z',
      '2026-12-24T22:59:59Z',
      '2026-12-24T23:00Z',
      '2026-12-29T22:59Z',
      '2026-12-29T23:00Z',
    ];
    expect(asked({ exceptions }, instants)).toEqual(['0-0', '1-1', '1-1', '0-0', '3-', '0-0']);
  });

  it('holds for the events of a calendar, all of them or those that match', () => {
    const instants = ['2026-04-02T12:00Z', '2026-04-03T12:00Z', '2026-04-06T12:00Z', '2026-12-25T12:00Z'];
    const calendar = { calendar: GERMAN_HOLIDAYS, capacity: { min: 1, max: 1 } };
    expect(asked({ exceptions: [calendar] }, instants)).toEqual(['0-0', '1-1', '1-1', '1-1']);
    expect(asked({ exceptions: [{ ...calendar, match: '*montag' }] }, instants)).toEqual(['0-0', '0-0', '1-1', '0-0']);
  });

  it('of a calendar is what the expectations of its schedule count with', () => {
    const exceptions = [{ calendar: GERMAN_HOLIDAYS, name: 'holidays', capacity: { min: 1 } }];
    const expectation = { at: '2026-12-25T12:00:00+01:00', min: 2 };
    expect(faults({ exceptions, expect: [{ ...expectation, min: 1 }] })).toEqual([]);
    expect(faults({ exceptions, expect: [expectation] })).toEqual([
      '$.expect[0].min: 2 is expected at 2026-12-25T12:00:00+01:00, it requires 1 to no limit (exception "Weihnachten (holidays)" of s)',
    ]);
  });

  it.each([
    [{ capacity: { max: 0 } }, '$.exceptions[0]: either date, or from and to, or calendar, says which days are meant'],
    [
      { date: '2026-12-24', to: '2026-12-26', capacity: {} },
      '$.exceptions[0]: either date, or from and to, or calendar, says which days are meant',
    ],
    [{ from: '2026-12-24', capacity: {} }, '$.exceptions[0]: from and to belong together'],
    [{ from: '2026-12-24', to: '2026-12-23', capacity: {} }, '$.exceptions[0].to: the last day comes before the first'],
    [{ date: '2026-02-30', capacity: {} }, '$.exceptions[0].date: a date such as "2026-12-24" is expected'],
    [
      { date: '2026-12-24', calendar: GERMAN_HOLIDAYS, capacity: {} },
      '$.exceptions[0]: either date, or from and to, or calendar, says which days are meant',
    ],
    [
      { date: '2026-12-24', match: 'x', capacity: {} },
      '$.exceptions[0].match: this chooses events of a calendar, and there is none',
    ],
    [{ calendar: GERMAN_HOLIDAYS, match: '', capacity: {} }, '$.exceptions[0].match: a text is expected'],
    [
      { calendar: 5, capacity: {} },
      expect.stringMatching(/^\$\.exceptions\[0\]\.calendar: an https address, the name/),
    ],
    [
      { calendar: '../x.ics', capacity: {} },
      expect.stringMatching(/^\$\.exceptions\[0\]\.calendar: an https address, the name/),
    ],
    [
      { calendar: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT', capacity: {} },
      expect.stringMatching(/^\$\.exceptions\[0\]\.calendar: the calendar cannot be used: it is not iCalendar/),
    ],
    [
      { calendar: aCalendar(['SUMMARY:x', 'DTSTART;VALUE=DATE:20260230']), capacity: {} },
      '$.exceptions[0].calendar: the calendar cannot be used: the event "x" (UID 0@test, DTSTART 20260230): DTSTART 2026-02-30 is no date or time',
    ],
  ])('%j is refused', (exception, fault) => expect(faults({ exceptions: [exception] })).toEqual([fault]));
});

describe('a schedule', () => {
  it('asks nothing and limits nothing before and after the dates on which it is valid', () => {
    const validity = { windows: [WEEKDAYS], validFrom: '2026-03-03', validUntil: '2026-03-04' };
    const instants = [
      '2026-03-02T22:59Z',
      '2026-03-02T23:00Z',
      '2026-03-04T12:00Z',
      '2026-03-04T22:59Z',
      '2026-03-04T23:00Z',
    ];
    expect(asked(validity, instants)).toEqual(['0-', '0-0', '2-', '0-0', '0-']);
  });

  it('may have windows in other zones', () => {
    const tokyo = { ...WEEKDAYS, name: 'tokyo', timeZone: 'Asia/Tokyo' };
    expect(
      asked({ windows: [tokyo] }, ['2026-03-01T22:59Z', '2026-03-01T23:00Z', '2026-03-02T09:29Z', '2026-03-02T09:30Z']),
    ).toEqual(['0-0', '2-', '2-', '0-0']);
  });

  it('that meets its expectations is taken', () => {
    const expectations = [
      { at: '2026-03-02T10:00:00+01:00', min: 2, max: null },
      { at: '2026-03-02T20:00:00+01:00', min: 0, max: 0 },
    ];
    expect(faults({ windows: [WEEKDAYS], outside: { max: 0 }, expect: expectations })).toEqual([]);
  });

  it('that does not is refused, with what it asks and why', () => {
    const expectations = [{ at: '2026-03-02T10:00:00+01:00', min: 3, max: '50%' }];
    const because = 'it requires 2 to no limit (window "weekdays" of s)';
    expect(faults({ windows: [WEEKDAYS], expect: expectations })).toEqual([
      `$.expect[0].min: 3 is expected at 2026-03-02T10:00:00+01:00, ${because}`,
      `$.expect[0].max: 50% is expected at 2026-03-02T10:00:00+01:00, ${because}`,
    ]);
  });

  it.each(['-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z', '+010000-01-01T00:00:00Z'])(
    'expects in years of four digits only: not at %s',
    (at) => expect(faults({ expect: [{ at, min: 0 }] })).toHaveLength(1),
  );

  it('expects at moments with an offset only', () => {
    expect(faults({ expect: [{ at: '2026-03-02T10:00:00', min: 0 }] })).toEqual([
      '$.expect[0].at: a moment with its offset is expected, such as "2026-12-25T10:00:00+01:00"',
    ]);
  });
});
