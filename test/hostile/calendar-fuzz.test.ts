import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { stepBudget } from '../../src/core/step-budget.ts';
import { CALENDAR_STEPS, calendarOf, EVERY_EVENT } from '../../src/documents/calendars/calendar.ts';
import { CalendarFault } from '../../src/documents/calendars/calendar-fault.ts';
import { aCalendarOf } from '../support/calendar-text.ts';
import { fuzzing } from './support/fuzzing.ts';

const FROM = Temporal.Instant.from('2026-03-01T00:00Z');

const time = () =>
  fc.oneof(
    fc.constantFrom(
      '20260301',
      '20260302T080000',
      '20260329T023000Z',
      '16010101T000000',
      '99991231T235959Z',
      '00000000',
      '',
    ),
    fc.string({ maxLength: 12 }),
  );
const zone = () =>
  fc.constantFrom(
    '',
    ';TZID=Europe/Berlin',
    ';TZID=Own',
    ';TZID="W. Europe Standard Time"',
    ';TZID=Nowhere',
    ';VALUE=DATE',
    ';VALUE=PERIOD',
    ';X',
  );
const number = () => fc.constantFrom('0', '1', '-1', '5', '29', '53', '366', '-366', '1000000', '9999999999', 'x', '');
const rule = () =>
  fc
    .tuple(
      fc.constantFrom('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY', 'NEVER'),
      fc.array(
        fc
          .tuple(
            fc.constantFrom(
              'INTERVAL',
              'COUNT',
              'BYMONTH',
              'BYMONTHDAY',
              'BYYEARDAY',
              'BYWEEKNO',
              'BYHOUR',
              'BYMINUTE',
              'BYSECOND',
              'BYSETPOS',
              'BYDAY',
              'WKST',
              'UNTIL',
              'X',
            ),
            fc.oneof(
              fc.array(number(), { maxLength: 4 }).map(String),
              fc.constantFrom('MO', '1MO,-1FR', '20260401', '20260401T000000Z'),
            ),
          )
          .map((part) => part.join('=')),
        { maxLength: 5 },
      ),
    )
    .map(([frequency, parts]) => [`FREQ=${frequency}`, ...parts].join(';'));
const line = () =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('DTSTART', 'DTEND', 'RDATE', 'EXDATE', 'RECURRENCE-ID'), zone(), time())
      .map(([name, parameters, value]) => `${name}${parameters}:${value}`),
    rule().map((text) => `RRULE:${text}`),
    fc.constantFrom(
      'DURATION:PT1H',
      'DURATION:P7D',
      'DURATION:-P1D',
      'DURATION:P9999999999D',
      'UID:a',
      'UID:b',
      'SEQUENCE:2',
      'STATUS:CANCELLED',
      'SUMMARY:x',
      'no line',
      'CATEGORIES:a,b',
    ),
    fc.string({ maxLength: 20 }).map((text) => `X-${text.replaceAll(/[\r\n]/g, '')}`),
  );
const component = (name: string, lines: fc.Arbitrary<string>) =>
  fc.array(lines, { maxLength: 8 }).map((inside) => [`BEGIN:${name}`, ...inside, `END:${name}`]);
const observance = () =>
  component(
    'STANDARD',
    fc.oneof(
      fc.constantFrom(
        'TZOFFSETFROM:+0100',
        'TZOFFSETTO:+0200',
        'TZOFFSETTO:-1459',
        'DTSTART:19700101T000000',
        'DTSTART:x',
      ),
      rule().map((text) => `RRULE:${text}`),
    ),
  );
const ownZone = () =>
  fc
    .array(observance(), { maxLength: 4 })
    .map((parts) => ['BEGIN:VTIMEZONE', 'TZID:Own', ...parts.flat(), 'END:VTIMEZONE']);
const event = () =>
  fc
    .tuple(time(), component('VEVENT', line()))
    .map(([start, [begin = '', ...rest]]) => [begin, `DTSTART:${start}`, ...rest]);

describe('any calendar', () => {
  it('is read, or refused with a reason, within its budget', () => {
    let read = 0;
    fc.assert(
      fc.property(ownZone(), fc.array(event(), { maxLength: 6 }), (zones, events) => {
        const whole = stepBudget(Number.POSITIVE_INFINITY, { what: 'the test' });
        try {
          const span = { from: FROM, until: FROM.add({ hours: 60 * 24 }), timeZone: 'Europe/Berlin' };
          calendarOf(aCalendarOf([...zones, ...events.flat()]), whole).eventsBetween({
            ...span,
            choice: EVERY_EVENT,
            whole,
          });
          read += 1;
        } catch (error) {
          if (!(error instanceof CalendarFault)) throw error;
        }
        expect(whole.spent).toBeLessThanOrEqual(2 * CALENDAR_STEPS + 1000);
      }),
      fuzzing(3000),
    );
    expect(read).toBeGreaterThan(20);
  });
});
