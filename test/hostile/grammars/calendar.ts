import fc from 'fast-check';
import { aCalendarOf } from '../../support/calendar-text.ts';
import { filled } from '../support/filled.ts';

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
const ownZone = (bytes: number) =>
  filled(observance(), bytes).map((parts) => ['BEGIN:VTIMEZONE', 'TZID:Own', ...parts.flat(), 'END:VTIMEZONE']);
const event = () =>
  fc
    .tuple(time(), component('VEVENT', line()))
    .map(([start, [begin = '', ...rest]]) => [begin, `DTSTART:${start}`, ...rest]);
/** Calendars of up to so many bytes, with zones of their own. */
export const calendar = (bytes: number) =>
  fc
    .constantFrom(0.05, 0.5, 0.95)
    .chain((share) => fc.tuple(ownZone(share * bytes), filled(event(), (1 - share) * bytes)))
    .map(([zone, events]) => aCalendarOf([...zone, ...events.flat()]));
