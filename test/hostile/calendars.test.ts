import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type StepBudget, stepBudget } from '../../src/core/step-budget.ts';
import { CALENDAR_STEPS, calendarOf, EVENT_STEPS, EVERY_EVENT } from '../../src/documents/calendars/calendar.ts';
import type { EventPattern } from '../../src/documents/calendars/event-choice.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { aCalendar, aCalendarOf } from '../support/calendar-text.ts';

const FROM = Temporal.Instant.from('2026-03-01T00:00Z');

/** What reading a calendar and laying it out for sixty days comes to, and what it costs. */
function costOf(text: string): { readonly steps: number; readonly reason: string; readonly events: number } {
  const whole: StepBudget = stepBudget(Number.POSITIVE_INFINITY, { what: 'the test' });
  try {
    const calendar = calendarOf(text, whole);
    const span = { from: FROM, until: FROM.add({ hours: 60 * 24 }), timeZone: 'Europe/Berlin' };
    const events = calendar.eventsBetween({ ...span, choice: EVERY_EVENT, whole });
    return { steps: whole.spent, reason: '', events: events.length };
  } catch (error) {
    return { steps: whole.spent, reason: (error as Error).message, events: 0 };
  }
}

function repeat<Item>(count: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A time of day of its own for each number. */
const clock = (index: number) =>
  [Math.floor(index / 3600), Math.floor(index / 60) % 60, index % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join('');

const EVENT = (...lines: readonly string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const EVERY_MINUTE = ['FREQ=DAILY', `BYHOUR=${repeat(24, String)}`, `BYMINUTE=${repeat(60, String)}`].join(';');

/** A zone with many observances, each of which changes the clocks as a rule says. */
function zoneOf(observances: number, rule: string): readonly string[] {
  return [
    ...['BEGIN:VTIMEZONE', 'TZID:Own'],
    ...repeat(observances, (index) => [
      ...['BEGIN:STANDARD', `DTSTART:19700101T0${index % 10}0000`, 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
      ...[`RRULE:${rule}`, 'END:STANDARD'],
    ]).flat(),
    'END:VTIMEZONE',
  ];
}

const HOSTILE: readonly (readonly [what: string, text: string, reason: string])[] = [
  [
    'a zone of forty observances that change the clocks each minute',
    aCalendarOf([
      ...zoneOf(40, EVERY_MINUTE),
      ...repeat(200, (index) =>
        EVENT(`UID:${index}`, `DTSTART;TZID=Own:2026030${1 + (index % 9)}T080000`, 'DURATION:PT1H'),
      ).flat(),
    ]),
    'its rules repeat too often to be laid out',
  ],
  [
    'a zone of a thousand observances',
    aCalendarOf([
      ...zoneOf(1000, 'FREQ=YEARLY'),
      ...EVENT('UID:a', 'DTSTART;TZID=Own:20260301T080000', 'DURATION:PT1H'),
    ]),
    'more than 400 observances',
  ],
  [
    'one event and the same moved occurrence three thousand times',
    aCalendar(
      ['UID:a', 'DTSTART:20260301T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY'],
      ...repeat(3000, (index) => [
        'UID:a',
        'RECURRENCE-ID:20260302T080000Z',
        `DTSTART:20260302T${String(index % 24).padStart(2, '0')}0000Z`,
        'DURATION:PT1H',
      ]),
    ),
    '',
  ],
  [
    'three thousand events with one UID, and as many moved occurrences',
    aCalendar(
      ...repeat(1500, (index) => ['UID:a', `DTSTART:20260301T${clock(index)}Z`, 'DURATION:PT1H']),
      ...repeat(1500, (index) => [
        'UID:a',
        `RECURRENCE-ID:20260301T${clock(index)}Z`,
        'DTSTART:20260302T080000Z',
        'DURATION:PT1H',
      ]),
    ),
    'repeat too often to be laid out, up to the event',
  ],
  [
    'rules of each second, minute and hour',
    aCalendar(
      ...['SECONDLY', 'MINUTELY', 'HOURLY'].map((unit) => [
        'DTSTART:20260301T080000Z',
        'DURATION:PT1S',
        `RRULE:FREQ=${unit}`,
      ]),
    ),
    'the event "" (UID 0@test, DTSTART 20260301T080000Z): its rules repeat too often',
  ],
  [
    'a thousand series that count for ever',
    aCalendar(
      ...repeat(1000, () => [
        'DTSTART:19900101T080000Z',
        'DURATION:PT1H',
        'RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5;COUNT=1000000',
      ]),
    ),
    'repeat too often to be laid out, up to the event',
  ],
  [
    'a rule that never comes',
    aCalendar(['DTSTART:20260101T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2']),
    '',
  ],
  ['half a million lines', aCalendarOf(repeat(500_000, () => 'X:')), 'it is too large to be read'],
  ['components within components', `BEGIN:VCALENDAR\r\n${'BEGIN:A\r\n'.repeat(50_000)}`, 'nested too deeply'],
];

describe('a hostile calendar', () => {
  it.each(HOSTILE)('%s is bounded by steps', (_, text, reason) => {
    const cost = costOf(text);
    expect(cost.reason).toContain(reason);
    // Reading it, and laying it out.
    expect(cost.steps).toBeLessThanOrEqual(2 * CALENDAR_STEPS);
  });

  it('costs no more when it is asked again', () => {
    const text = aCalendar(['DTSTART:20260301T080000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY']);
    const steps = [costOf(text), costOf(text)].map((cost) => cost.steps);
    expect(steps[1]).toBe(steps[0]);
    expect(steps[0]).toBeLessThanOrEqual(EVENT_STEPS + 1000);
  });
});

describe('long texts of events that patterns choose', () => {
  /** What choosing among the events takes, beyond reading the calendar, and what comes of it. */
  function choosing(text: string, pattern: EventPattern) {
    const whole = stepBudget(Number.POSITIVE_INFINITY, { what: 'the test' });
    const calendar = calendarOf(text, whole);
    const read = whole.spent;
    const choice = { match: undefined, except: pattern };
    const question = { from: FROM, until: FROM.add({ hours: 240 }), timeZone: 'Etc/UTC', choice, whole };
    const outcome = [() => calendar.requireReadable(choice, whole), () => calendar.eventsBetween(question)].map(
      (ask) => {
        try {
          ask();
          return '';
        } catch (error) {
          return (error as Error).message;
        }
      },
    );
    return { steps: whole.spent - read, outcome };
  }

  const HOLIDAY = 'DTSTART;VALUE=DATE:20260303';
  const TOO_LONG = 'the texts of its events are too long to be compared with patterns';

  it('cost steps for their length, each time', () => {
    const text = aCalendar([HOLIDAY, `SUMMARY:${'ab'.repeat(300_000)}`]);
    const pattern = { summary: `*${'ab'.repeat(200)}c*` };
    const { steps, outcome } = choosing(text, pattern);
    expect(outcome).toEqual(['', '']);
    expect(steps).toBeGreaterThan(2 * (600_000 / 100));
    expect(steps).toBe(choosing(text, pattern).steps);
  });

  it.each([
    [
      'three hundred thousand categories and a long pattern',
      [`CATEGORIES:${'a,'.repeat(300_000)}`],
      { categories: '*b'.repeat(450) },
    ],
    [
      'three hundred thousand categories and a short pattern',
      [`CATEGORIES:${'a,'.repeat(300_000)}`],
      { categories: 'b' },
    ],
  ])('are refused where they are too many: %s', (_, lines, pattern) => {
    const { steps, outcome } = choosing(aCalendar([HOLIDAY, ...lines]), pattern);
    expect(outcome).toEqual([TOO_LONG, TOO_LONG]);
    expect(steps).toBeLessThanOrEqual(2 * CALENDAR_STEPS + 1000);
  });

  it('share the budget of a schedule, however many exceptions choose among them', () => {
    const text = aCalendar([HOLIDAY, `SUMMARY:${'ab'.repeat(300_000)}`]);
    const exceptions = repeat(100, (index) => ({ calendar: 'a.ics', match: `*c${index}*`, capacity: { max: 0 } }));
    const parsed = parseSchedule(
      { id: 's', timeZone: 'Etc/UTC', windows: [], exceptions },
      { at: FROM, of: () => ({ ok: true, text, note: undefined }) },
    );
    expect(parsed.ok ? [] : parsed.faults.at(-1)?.message).toBe(
      'laying out the calendars of the schedule "s" takes more than 500000 steps',
    );
  });
});

describe('hostile calendars of one schedule', () => {
  it('share a budget, however many there are', () => {
    const calendar = (index: number) =>
      aCalendar(
        ...repeat(4, (event) => [
          'SUMMARY:x',
          `UID:${index}-${event}`,
          'DTSTART:19000101T080000Z',
          'DURATION:PT1H',
          'RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=4;COUNT=1500',
        ]),
      );
    const exceptions = repeat(20, (index) => ({ calendar: calendar(index), capacity: { max: 0 } }));
    const parsed = parseSchedule(
      { id: 's', timeZone: 'Etc/UTC', windows: [], exceptions },
      {
        at: FROM,
        of: (said) => ({ ok: true, text: said, note: undefined }),
      },
    );
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? [] : parsed.faults.at(-1)?.message).toBe(
      'laying out the calendars of the schedule "s" takes more than 500000 steps',
    );
  });
});

describe('an event that cannot be read', () => {
  const CALENDAR = aCalendar(
    ['SUMMARY:Holiday', 'DTSTART;VALUE=DATE:20260303', 'CATEGORIES:Public,Closed', 'DESCRIPTION:all plants'],
    ['SUMMARY:Odd day', 'DTSTART;VALUE=DATE:20260304', 'RRULE:FREQ=YEARLY;BYMONTH=16'],
  );
  const named = (choice: Parameters<ReturnType<typeof calendarOf>['eventsBetween']>[0]['choice']) =>
    calendarOf(CALENDAR)
      .eventsBetween({ from: FROM, until: FROM.add({ hours: 240 }), timeZone: 'Etc/UTC', choice })
      .map(({ summary }) => summary);

  it.each([
    ['the rest of a description', ['DESCRIPTION:All plants are', 'closed, the cantine', 'as well']],
    ['of another text', ['LOCATION:Hall 3', 'second floor']],
    ['a line of one without its colon', ['ORGANIZER="mailto:a@b.example"']],
  ])('is none for a line that says nothing about time: %s', (_, lines) => {
    const text = aCalendar(['SUMMARY:Holiday', 'DTSTART;VALUE=DATE:20260303', ...lines]);
    const span = { from: FROM, until: FROM.add({ hours: 240 }), timeZone: 'Etc/UTC' };
    expect(calendarOf(text).eventsBetween({ ...span, choice: EVERY_EVENT })).toHaveLength(1);
    if (lines.length < 3) return;
    const choice = { match: { description: '*cantine as well' }, except: undefined };
    expect(calendarOf(text).eventsBetween({ ...span, choice })).toHaveLength(1);
  });

  it.each([
    ['a line that was to be a rule', ['DESCRIPTION:x', 'RRULE=FREQ=DAILY']],
    ['a line behind a date', ['EXDATE;VALUE=DATE:20260310', '20260311']],
  ])('is one for %s', (_, lines) => {
    const text = aCalendar(['SUMMARY:Holiday', 'DTSTART;VALUE=DATE:20260303', ...lines]);
    const question = { from: FROM, until: FROM.add({ hours: 240 }), timeZone: 'Etc/UTC', choice: EVERY_EVENT };
    expect(() => calendarOf(text).eventsBetween(question)).toThrow('is no line of iCalendar');
  });

  it('does not refuse what leaves it out', () => {
    expect(named({ match: { summary: 'Holi*' }, except: undefined })).toEqual(['Holiday']);
    expect(named({ match: undefined, except: { summary: 'odd*' } })).toEqual(['Holiday']);
    expect(named({ match: { categories: 'closed' }, except: undefined })).toEqual(['Holiday']);
    expect(named({ match: { description: '*plants' }, except: undefined })).toEqual(['Holiday']);
    expect(() => named(EVERY_EVENT)).toThrow('the event "Odd day" (UID 1@test, DTSTART 20260304): BYMONTH=16');
  });
});
