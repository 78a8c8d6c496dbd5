import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { calendarFault, calendarOf, EVERY_EVENT } from '../../../src/documents/calendars/calendar.ts';
import { aCalendar, aCalendarOf, GERMAN_HOLIDAYS } from '../../support/calendar-text.ts';

type Days = readonly [from: string, until: string];

const YEAR: Days = ['2026-01-01', '2026-12-31'];

/** The events of a calendar from one date to another, as `2026-04-03T00:00+02:00 to 2026-04-04T00:00+02:00 Karfreitag`, in local time. */
function events(text: string, [from, until] = YEAR, zone = 'Europe/Berlin'): readonly string[] {
  const at = (date: string) => Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant();
  const local = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', smallestUnit: 'minute' });
  return calendarOf(text)
    .eventsBetween({ from: at(from), until: at(until), timeZone: zone, choice: EVERY_EVENT })
    .map(({ opens, closes, summary }) => `${local(opens)} to ${local(closes)} ${summary}`.trim());
}

/** Only when they begin, in local time without the offset. */
function beginnings(text: string, days: Days = YEAR, zone?: string): readonly string[] {
  return events(text, days, zone).map((event) => event.slice(0, 16));
}

function fault(text: string): string | undefined {
  return calendarFault(text, Temporal.Instant.from('2026-03-02T12:00:00Z'))?.reason;
}

describe('the holidays of Germany', () => {
  it('are whole days in the zone of the schedule', () => {
    expect(events(GERMAN_HOLIDAYS)).toEqual([
      '2026-01-01T00:00+01:00 to 2026-01-02T00:00+01:00 Neujahr',
      '2026-04-03T00:00+02:00 to 2026-04-04T00:00+02:00 Karfreitag',
      '2026-04-06T00:00+02:00 to 2026-04-07T00:00+02:00 Ostermontag',
      '2026-05-01T00:00+02:00 to 2026-05-02T00:00+02:00 Tag der Arbeit',
      '2026-05-14T00:00+02:00 to 2026-05-15T00:00+02:00 Christi Himmelfahrt',
      '2026-05-25T00:00+02:00 to 2026-05-26T00:00+02:00 Pfingstmontag',
      '2026-10-03T00:00+02:00 to 2026-10-04T00:00+02:00 Tag der Deutschen Einheit',
      '2026-12-25T00:00+01:00 to 2026-12-27T00:00+01:00 Weihnachten',
    ]);
    expect(events(GERMAN_HOLIDAYS, ['2026-05-01', '2026-05-01'], 'Asia/Tokyo')).toEqual([
      '2026-05-01T00:00+09:00 to 2026-05-02T00:00+09:00 Tag der Arbeit',
    ]);
  });

  it('read the same with other ends of lines, and behind a mark of UTF-8', () => {
    const other = `\uFEFF${GERMAN_HOLIDAYS.replaceAll('\r\n', '\n')}`;
    expect(events(other)).toEqual(events(GERMAN_HOLIDAYS));
  });
});

describe('whole days', () => {
  it('follow the zone on the days of a clock change', () => {
    const days = aCalendar(
      ['SUMMARY:short', 'DTSTART;VALUE=DATE:20260329'],
      ['SUMMARY:long', 'DTSTART;VALUE=DATE:20261025', 'DTEND;VALUE=DATE:20261026'],
    );
    expect(events(days)).toEqual([
      '2026-03-29T00:00+01:00 to 2026-03-30T00:00+02:00 short',
      '2026-10-25T00:00+02:00 to 2026-10-26T00:00+01:00 long',
    ]);
    // a day without midnight
    expect(
      events(aCalendar(['DTSTART;VALUE=DATE:20181104']), ['2018-11-04', '2018-11-05'], 'America/Sao_Paulo'),
    ).toEqual(['2018-11-04T01:00-02:00 to 2018-11-05T00:00-02:00']);
  });

  it.each<readonly [what: string, lines: readonly string[], last: string]>([
    ['neither end nor duration: one day', [], '2026-06-02'],
    ['an end, which is not included', ['DTEND;VALUE=DATE:20260604'], '2026-06-04'],
    ['an end that is the beginning: one day', ['DTEND;VALUE=DATE:20260601'], '2026-06-02'],
    ['a duration in days', ['DURATION:P3D'], '2026-06-04'],
    ['a duration in weeks', ['DURATION:P1W'], '2026-06-08'],
    ['a duration in hours: the days begun', ['DURATION:PT30H'], '2026-06-03'],
  ])('%s', (_, lines, last) => {
    expect(events(aCalendar(['DTSTART;VALUE=DATE:20260601', ...lines]))).toEqual([
      `2026-06-01T00:00+02:00 to ${last}T00:00+02:00`,
    ]);
  });
});

describe('times', () => {
  it.each<readonly [what: string, lines: readonly string[], expected: string]>([
    [
      'in UTC',
      ['DTSTART:20260602T080000Z', 'DTEND:20260602T100000Z'],
      '2026-06-02T10:00+02:00 to 2026-06-02T12:00+02:00',
    ],
    [
      'in UTC with fractions of a second, as programs write them',
      ['DTSTART:20260602T080000.000Z', 'DTEND:2026-06-02T10:00:00.500Z'],
      '2026-06-02T10:00+02:00 to 2026-06-02T12:00+02:00',
    ],
    [
      'in UTC in lower case',
      ['DTSTART:20260602t080000z', 'DTEND:20260602t100000z'],
      '2026-06-02T10:00+02:00 to 2026-06-02T12:00+02:00',
    ],
    [
      'of no zone: of the schedule',
      ['DTSTART:20260602T080000', 'DTEND:20260602T100000'],
      '2026-06-02T08:00+02:00 to 2026-06-02T10:00+02:00',
    ],
    [
      'of another zone',
      ['DTSTART;TZID=America/New_York:20260602T080000', 'DTEND;TZID=America/New_York:20260602T100000'],
      '2026-06-02T14:00+02:00 to 2026-06-02T16:00+02:00',
    ],
    [
      'with something before the zone',
      ['DTSTART;TZID=/example.org/20260101_1/Asia/Tokyo:20260602T080000', 'DURATION:PT1H'],
      '2026-06-02T01:00+02:00 to 2026-06-02T02:00+02:00',
    ],
    [
      'of a Windows zone that the calendar does not describe',
      ['DTSTART;TZID=Tokyo Standard Time:20260602T080000', 'DURATION:PT1H'],
      '2026-06-02T01:00+02:00 to 2026-06-02T02:00+02:00',
    ],
    [
      'of a CLDR name that the calendar does not describe',
      ['DTSTART;TZID=Japan Standard Time:20260602T080000', 'DURATION:PT1H'],
      '2026-06-02T01:00+02:00 to 2026-06-02T02:00+02:00',
    ],
    [
      'with an end that shows a wall time two clock changes later',
      ['DTSTART:20260301T080000', 'DTEND:20261201T180000'],
      '2026-03-01T08:00+01:00 to 2026-12-01T18:00+01:00',
    ],
    [
      'with a duration of days over one clock change',
      ['DTSTART:20260328T080000', 'DURATION:P2DT1H'],
      '2026-03-28T08:00+01:00 to 2026-03-30T09:00+02:00',
    ],
    [
      'with an empty RDATE',
      ['DTSTART:20260602T080000', 'DURATION:PT1H', 'RDATE:'],
      '2026-06-02T08:00+02:00 to 2026-06-02T09:00+02:00',
    ],
    [
      'from one zone to another',
      ['DTSTART;TZID=Europe/Berlin:20260602T080000', 'DTEND;TZID=America/New_York:20260602T080000'],
      '2026-06-02T08:00+02:00 to 2026-06-02T14:00+02:00',
    ],
    [
      'with a duration',
      ['DTSTART:20260602T220000', 'DURATION:P1DT2H'],
      '2026-06-02T22:00+02:00 to 2026-06-04T00:00+02:00',
    ],
    // gap: 02:30 does not exist, it becomes 03:30
    [
      'that the gap leaves out',
      ['DTSTART:20260329T023000', 'DTEND:20260329T040000'],
      '2026-03-29T03:30+02:00 to 2026-03-29T04:00+02:00',
    ],
    [
      'that the gap would swallow',
      ['DTSTART:20260329T023000', 'DTEND:20260329T030000'],
      '2026-03-29T03:30+02:00 to 2026-03-29T04:00+02:00',
    ],
    // overlap: 02:30 comes twice, the first counts for the beginning and the second for the end
    [
      'that come twice',
      ['DTSTART:20261025T023000', 'DTEND:20261025T024500'],
      '2026-10-25T02:30+02:00 to 2026-10-25T02:45+01:00',
    ],
    // a duration is exact, an end is what the clock shows
    [
      'with a duration over the gap',
      ['DTSTART:20260328T220000', 'DURATION:PT8H'],
      '2026-03-28T22:00+01:00 to 2026-03-29T07:00+02:00',
    ],
    [
      'with an end over the gap',
      ['DTSTART:20260328T220000', 'DTEND:20260329T060000'],
      '2026-03-28T22:00+01:00 to 2026-03-29T06:00+02:00',
    ],
  ])('%s', (_, lines, expected) => {
    expect(events(aCalendar([...lines]))).toEqual([expected]);
  });

  it('without an end take no time', () => {
    expect(events(aCalendar(['DTSTART:20260602T080000']))).toEqual([]);
  });

  it('follow an IANA zone by its name, whatever the calendar says of it', () => {
    const broken = aCalendarOf([
      ...['BEGIN:VTIMEZONE', 'TZID:Europe/Berlin', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
      ...['TZOFFSETFROM:+0700', 'TZOFFSETTO:+0700', 'END:STANDARD', 'END:VTIMEZONE'],
      ...['BEGIN:VEVENT', 'DTSTART;TZID=Europe/Berlin:20260602T080000', 'DURATION:PT1H', 'END:VEVENT'],
    ]);
    expect(beginnings(broken)).toEqual(['2026-06-02T08:00']);
  });
});

describe('a zone that the calendar says itself', () => {
  /** As Outlook writes it. */
  const ZONE = [
    ...['BEGIN:VTIMEZONE', 'TZID:W. Europe Standard Time'],
    ...['BEGIN:STANDARD', 'DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100'],
    ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD'],
    ...['BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
    ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
  ];
  const at = (...lines: readonly string[]) => aCalendarOf([...ZONE, 'BEGIN:VEVENT', ...lines, 'END:VEVENT']);
  const TZID = 'TZID="W. Europe Standard Time"';

  it.each([
    ['20260115T080000', '20260115T093000', '2026-01-15T07:00+00:00 to 2026-01-15T08:30+00:00'],
    ['20260715T080000', '20260715T093000', '2026-07-15T06:00+00:00 to 2026-07-15T07:30+00:00'],
    // the gap, and the overlap, as for an IANA zone
    ['20260329T023000', '20260329T040000', '2026-03-29T01:30+00:00 to 2026-03-29T02:00+00:00'],
    ['20261025T023000', '20261025T024500', '2026-10-25T00:30+00:00 to 2026-10-25T01:45+00:00'],
  ])('holds for %s to %s', (from, to, expected) => {
    expect(events(at(`DTSTART;${TZID}:${from}`, `DTEND;${TZID}:${to}`), YEAR, 'UTC')).toEqual([expected]);
  });

  it('agrees with Berlin on every hour of a year', () => {
    const rule = 'RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,12';
    const own = at(`DTSTART;${TZID}:20260101T000000`, `DTEND;${TZID}:20260101T003000`, rule);
    const berlin = aCalendar([
      'DTSTART;TZID=Europe/Berlin:20260101T000000',
      'DTEND;TZID=Europe/Berlin:20260101T003000',
      rule,
    ]);
    expect(events(own, YEAR, 'UTC')).toEqual(events(berlin, YEAR, 'UTC'));
    expect(events(own, YEAR, 'UTC')).toHaveLength(6 * 364 + 1);
  });

  it('ends its rule where UNTIL in UTC says', () => {
    const lines = [`DTSTART;${TZID}:20260601T003000`, 'DURATION:PT1H', 'RRULE:FREQ=DAILY;UNTIL=20260602T223000Z'];
    expect(beginnings(at(...lines))).toEqual(['2026-06-01T00:30', '2026-06-02T00:30', '2026-06-03T00:30']);
  });

  it('may say beside a name of its own which zone it is', () => {
    const named = aCalendarOf([
      ...['BEGIN:VTIMEZONE', 'TZID:Office', 'X-LIC-LOCATION:Asia/Tokyo', 'END:VTIMEZONE'],
      ...['BEGIN:VEVENT', 'DTSTART;TZID=Office:20260602T080000', 'DURATION:PT1H', 'END:VEVENT'],
    ]);
    expect(beginnings(named, YEAR, 'Asia/Tokyo')).toEqual(['2026-06-02T08:00']);
  });
});

describe('what returns', () => {
  it('by a rule of months: the first Monday, and not the one left out', () => {
    const lines = ['DTSTART;TZID=Europe/Berlin:20260105T180000', 'DTEND;TZID=Europe/Berlin:20260105T220000'];
    const text = aCalendar([
      ...lines,
      'RRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20260601T235959Z',
      'EXDATE;TZID=Europe/Berlin:20260406T180000',
    ]);
    expect(beginnings(text)).toEqual([
      '2026-01-05T18:00',
      '2026-02-02T18:00',
      '2026-03-02T18:00',
      '2026-05-04T18:00',
      '2026-06-01T18:00',
    ]);
  });

  it.each<readonly [what: string, exdate: string]>([
    ['the time in UTC', 'EXDATE:20260603T060000Z'],
    ['its wall time', 'EXDATE;TZID=Europe/Berlin:20260603T080000'],
    ['its wall time in another zone', 'EXDATE;TZID=America/New_York:20260603T020000'],
    ['its date', 'EXDATE;VALUE=DATE:20260603'],
    ['one of a list', 'EXDATE;TZID=Europe/Berlin:20260601T090000,20260603T080000'],
  ])('is left out by %s', (_, exdate) => {
    const text = aCalendar([
      'DTSTART;TZID=Europe/Berlin:20260602T080000',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY;COUNT=3',
      exdate,
    ]);
    expect(beginnings(text)).toEqual(['2026-06-02T08:00', '2026-06-04T08:00']);
  });

  it('on further dates and periods', () => {
    const text = aCalendar([
      'DTSTART;TZID=Europe/Berlin:20260602T080000',
      'DURATION:PT1H',
      'RDATE;TZID=Europe/Berlin:20260610T100000,20260611T100000',
      'RDATE;VALUE=PERIOD:20260620T100000Z/PT3H,20260621T100000Z/20260621T110000Z',
    ]);
    expect(events(text)).toEqual([
      '2026-06-02T08:00+02:00 to 2026-06-02T09:00+02:00',
      '2026-06-10T10:00+02:00 to 2026-06-10T11:00+02:00',
      '2026-06-11T10:00+02:00 to 2026-06-11T11:00+02:00',
      '2026-06-20T12:00+02:00 to 2026-06-20T15:00+02:00',
      '2026-06-21T12:00+02:00 to 2026-06-21T13:00+02:00',
    ]);
  });

  it('is moved, or cancelled, one by one', () => {
    const zone = 'TZID=Europe/Berlin';
    const text = aCalendar(
      [
        'UID:stand-up',
        `DTSTART;${zone}:20260601T090000`,
        `DTEND;${zone}:20260601T100000`,
        'RRULE:FREQ=WEEKLY;COUNT=4',
        'SUMMARY:weekly',
      ],
      [
        'UID:stand-up',
        `RECURRENCE-ID;${zone}:20260608T090000`,
        `DTSTART;${zone}:20260609T140000`,
        `DTEND;${zone}:20260609T150000`,
        'SUMMARY:moved',
      ],
      [
        'UID:stand-up',
        `RECURRENCE-ID;${zone}:20260615T090000`,
        `DTSTART;${zone}:20260615T090000`,
        `DTEND;${zone}:20260615T100000`,
        'STATUS:CANCELLED',
      ],
      ['UID:other', `DTSTART;${zone}:20260615T090000`, `DTEND;${zone}:20260615T100000`, 'STATUS:CANCELLED'],
      ['UID:maybe', `DTSTART;${zone}:20260630T090000`, 'DURATION:PT1H', 'STATUS:TENTATIVE', 'SUMMARY:maybe'],
    );
    expect(events(text).map((event) => `${event.slice(0, 16)} ${event.split(' ').at(-1)}`)).toEqual([
      '2026-06-01T09:00 weekly',
      '2026-06-09T14:00 moved',
      '2026-06-22T09:00 weekly',
      '2026-06-30T09:00 maybe',
    ]);
  });

  it('keeps its wall time where the clocks change, or its time in UTC', () => {
    const rule = 'RRULE:FREQ=WEEKLY;COUNT=2';
    expect(beginnings(aCalendar(['DTSTART;TZID=Europe/Berlin:20260326T080000', 'DURATION:PT1H', rule]))).toEqual([
      '2026-03-26T08:00',
      '2026-04-02T08:00',
    ]);
    expect(beginnings(aCalendar(['DTSTART:20260326T070000Z', 'DURATION:PT1H', rule]))).toEqual([
      '2026-03-26T08:00',
      '2026-04-02T09:00',
    ]);
  });

  it('ends whole days at the date of UNTIL, however it is written', () => {
    // 22:00 in UTC is midnight of the 3rd in Berlin, as Outlook writes the last day; 23:59:59 is how Google does.
    for (const until of ['20260603', '20260603T000000Z', '20260602T220000Z', '20260603T235959Z']) {
      const text = aCalendar(['DTSTART;VALUE=DATE:20260601', `RRULE:FREQ=DAILY;UNTIL=${until}`]);
      expect(beginnings(text)).toEqual(['2026-06-01T00:00', '2026-06-02T00:00', '2026-06-03T00:00']);
    }
  });
});

describe('a calendar', () => {
  it('gives the events that touch a span, also those that begin long before', () => {
    const text = aCalendar(['DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:20261001']);
    expect(events(text, ['2026-06-01', '2026-06-02'])).toHaveLength(1);
    expect(events(text, ['2026-10-01', '2026-10-02'])).toHaveLength(1);
    expect(events(text, ['2026-10-02', '2026-10-03'])).toHaveLength(0);
  });

  it('has a version that changes with its text', () => {
    const other = aCalendar(['DTSTART;VALUE=DATE:20260101']);
    expect(calendarOf(GERMAN_HOLIDAYS).version).toBe(calendarOf(GERMAN_HOLIDAYS).version);
    expect(calendarOf(GERMAN_HOLIDAYS).version).not.toBe(calendarOf(other).version);
  });

  it('reads several calendars in one text, and one without events', () => {
    const two = `${aCalendar(['DTSTART;VALUE=DATE:20260101'])}${aCalendar(['DTSTART;VALUE=DATE:20260201'])}`;
    expect(beginnings(two)).toEqual(['2026-01-01T00:00', '2026-02-01T00:00']);
    expect(fault(aCalendarOf([]))).toBeUndefined();
  });

  it('says names on one line', () => {
    const text = aCalendar(['DTSTART;VALUE=DATE:20260101', String.raw`SUMMARY:New\nYear\, and ${'x'.repeat(100)}`]);
    expect(events(text)[0]).toMatch(/ New Year, and x{65}…$/);
  });

  it.each<readonly [what: string, text: string, reason: string]>([
    ['a page to log in', '<!DOCTYPE html><html><body>Log in</body></html>', 'it does not begin with BEGIN:VCALENDAR'],
    ['nothing', '', 'it does not begin with BEGIN:VCALENDAR'],
    ['half of one', GERMAN_HOLIDAYS.slice(0, GERMAN_HOLIDAYS.length / 2), 'it is not iCalendar: '],
    ['one without its last line', GERMAN_HOLIDAYS.replace('END:VCALENDAR', ''), 'it is not iCalendar: '],
    [
      'a date that is none',
      aCalendar(['SUMMARY:x', 'DTSTART;VALUE=DATE:20260230']),
      'the event "x" (UID 0@test, DTSTART 20260230): DTSTART 2026-02-30 is no date or time',
    ],
    [
      'a time with an offset, which would be another time without it',
      aCalendar(['DTSTART:20260602T080000+0500', 'DURATION:PT1H']),
      'DTSTART 20260602T080000+0500 is no date or time',
    ],
    [
      'such a time in a list',
      aCalendar(['DTSTART:20260602T080000', 'RRULE:FREQ=DAILY', 'EXDATE:20260603T080000,20260604T080000+0500']),
      'EXDATE 20260604T080000+0500 is no date or time',
    ],
    [
      'a weekday that is in no month',
      aCalendar(['DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=MONTHLY;BYDAY=0MO']),
      'BYDAY=0MO in its rule is no weekday',
    ],
    [
      'a count that is none',
      aCalendar(['DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=MONTHLY;COUNT=0']),
      'COUNT=0 in its rule is no number of times',
    ],
    ['no date', aCalendar(['SUMMARY:x']), 'the event "x" (UID 0@test): it has no DTSTART'],
    [
      'an end before the beginning',
      aCalendar(['DTSTART:20260602T080000', 'DTEND:20260601T080000']),
      'it ends before it begins',
    ],
    [
      'an unknown zone',
      aCalendar(['DTSTART;TZID=Nowhere:20260602T080000', 'DURATION:PT1H']),
      'the time zone "Nowhere" is none of IANA, Windows or Unicode CLDR',
    ],
    [
      'a rule of each second',
      aCalendar(['DTSTART:20260101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY']),
      'its rules repeat too often',
    ],
    [
      'a rule of each half hour',
      aCalendar(['DTSTART:20260101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=HOURLY;BYMINUTE=0,30']),
      'it has more than 3000 events',
    ],
    [
      'whole days by the hour',
      aCalendar(['DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=HOURLY']),
      'whole days cannot repeat HOURLY',
    ],
    ['an EXRULE', aCalendar(['DTSTART;VALUE=DATE:20260101', 'EXRULE:FREQ=DAILY']), 'EXRULE is not known here'],
    [
      'a change of all that follow',
      aCalendar(['DTSTART;VALUE=DATE:20260101', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20260101T000000Z']),
      'RECURRENCE-ID with RANGE is not known here',
    ],
    [
      'a time beyond all time',
      aCalendar(['DTSTART;VALUE=DATE:20260101', 'DURATION:P99999999999D']),
      'it names a time that is none',
    ],
    [
      'a broken rule',
      aCalendar(['DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=SOMETIMES']),
      'FREQ=SOMETIMES in its rule is not supported',
    ],
  ])('is none, or of no use: %s', (_, text, reason) => {
    expect(fault(text)).toContain(reason);
  });
});

describe('texts with broken parameters', () => {
  const text = aCalendar(
    ['DTSTART;VALUE=DATE:20260101', 'SUMMARY;X:New Year', 'CATEGORIES;X:holiday'],
    ['DTSTART;VALUE=DATE:20260202', 'SUMMARY:Fair', 'CATEGORIES;X:work'],
  );
  it.each([
    ['summary', { summary: 'new year' }, ['New Year']],
    ['categories', { categories: 'work' }, ['Fair']],
    ['the summary of an event with broken categories', { summary: 'fair' }, ['Fair']],
    ['nothing', { description: 'x' }, []],
  ])('are compared as they are written: by %s', (_, match, expected) => {
    const from = Temporal.Instant.from('2026-01-01T00:00:00Z');
    const until = from.add({ hours: 365 * 24 });
    const found = calendarOf(text).eventsBetween({
      from,
      until,
      timeZone: 'UTC',
      choice: { match, except: undefined },
    });
    expect(found.map(({ summary }) => summary)).toEqual(expected);
  });
});

describe('a calendar that was read', () => {
  /** A calendar of about a million characters. */
  const large = (name: string) => `BEGIN:VCALENDAR\r\nX-NAME:${name.padEnd(1_000_000)}\r\nEND:VCALENDAR\r\n`;

  it('is kept while it is used, and dropped when many large ones were read since', () => {
    const [used, unused] = [GERMAN_HOLIDAYS, large('unused')].map((text) => ({ text, calendar: calendarOf(text) }));
    for (let number = 1; number <= 6; number += 1) {
      calendarOf(large(String(number)));
      expect(calendarOf(used?.text ?? '')).toBe(used?.calendar);
    }
    expect(calendarOf(unused?.text ?? '')).not.toBe(unused?.calendar);
  });
});
