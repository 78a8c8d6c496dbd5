import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { openingsBetween, segmentAt, timelineOf } from '../../../src/core/schedule/timeline.ts';
import { aCapacity, aSchedule, aWindow } from '../../support/builders.ts';

// To be checked with a calendar and a list of clock changes (`zdump -v Europe/Berlin`). The expected times were worked out from
// that list, minute by minute, and not by this program. Columns: the date on which the window opens, the window, when it
// opens and closes in UTC, and what the clock on the wall shows then, with its offset. A row that says `joins` goes on where
// the row above ends: there is no moment between them.
const TABLES = [
  {
    zone: 'America/New_York',
    rule: 'in spring the clock goes from 02:00 to 03:00',
    table: `
      2026-03-07  22:00-06:00  2026-03-08T03:00Z  2026-03-08T10:00Z  03-07 22:00 -05:00  03-08 06:00 -04:00
      2026-03-08  00:00-06:00  2026-03-08T05:00Z  2026-03-08T10:00Z  03-08 00:00 -05:00  03-08 06:00 -04:00
      2026-03-08  02:30-06:00  2026-03-08T07:30Z  2026-03-08T10:00Z  03-08 03:30 -04:00  03-08 06:00 -04:00
      2026-03-08  02:15-02:45  2026-03-08T07:15Z  2026-03-08T07:45Z  03-08 03:15 -04:00  03-08 03:45 -04:00
      2026-03-08  02:30-03:00  2026-03-08T07:30Z  2026-03-08T08:00Z  03-08 03:30 -04:00  03-08 04:00 -04:00
      2026-03-07  22:00-02:30  2026-03-08T03:00Z  2026-03-08T07:30Z  03-07 22:00 -05:00  03-08 03:30 -04:00
      2026-03-08  02:30-22:00  2026-03-08T07:30Z  2026-03-09T02:00Z  03-08 03:30 -04:00  03-08 22:00 -04:00  joins
    `,
  },
  {
    zone: 'America/New_York',
    rule: 'in autumn it goes from 02:00 back to 01:00',
    table: `
      2026-10-31  22:00-06:00  2026-11-01T02:00Z  2026-11-01T11:00Z  10-31 22:00 -04:00  11-01 06:00 -05:00
      2026-11-01  00:00-06:00  2026-11-01T04:00Z  2026-11-01T11:00Z  11-01 00:00 -04:00  11-01 06:00 -05:00
      2026-11-01  01:30-06:00  2026-11-01T05:30Z  2026-11-01T11:00Z  11-01 01:30 -04:00  11-01 06:00 -05:00
      2026-11-01  01:15-01:45  2026-11-01T05:15Z  2026-11-01T06:45Z  11-01 01:15 -04:00  11-01 01:45 -05:00
      2026-10-31  22:00-01:30  2026-11-01T02:00Z  2026-11-01T06:30Z  10-31 22:00 -04:00  11-01 01:30 -05:00
      2026-11-01  01:30-22:00  2026-11-01T05:30Z  2026-11-02T03:00Z  11-01 01:30 -04:00  11-01 22:00 -05:00  joins
    `,
  },
  {
    zone: 'Europe/Berlin',
    rule: 'in spring the clock goes from 02:00 to 03:00',
    table: `
      2026-03-28  22:00-06:00  2026-03-28T21:00Z  2026-03-29T04:00Z  03-28 22:00 +01:00  03-29 06:00 +02:00
      2026-03-29  00:00-06:00  2026-03-28T23:00Z  2026-03-29T04:00Z  03-29 00:00 +01:00  03-29 06:00 +02:00
      2026-03-29  02:30-06:00  2026-03-29T01:30Z  2026-03-29T04:00Z  03-29 03:30 +02:00  03-29 06:00 +02:00
      2026-03-29  02:15-02:45  2026-03-29T01:15Z  2026-03-29T01:45Z  03-29 03:15 +02:00  03-29 03:45 +02:00
      2026-03-29  02:30-03:00  2026-03-29T01:30Z  2026-03-29T02:00Z  03-29 03:30 +02:00  03-29 04:00 +02:00
      2026-03-28  22:00-02:30  2026-03-28T21:00Z  2026-03-29T01:30Z  03-28 22:00 +01:00  03-29 03:30 +02:00
      2026-03-29  02:30-22:00  2026-03-29T01:30Z  2026-03-29T20:00Z  03-29 03:30 +02:00  03-29 22:00 +02:00  joins
    `,
  },
  {
    zone: 'Europe/Berlin',
    rule: 'in autumn it goes from 03:00 back to 02:00',
    table: `
      2026-10-24  22:00-06:00  2026-10-24T20:00Z  2026-10-25T05:00Z  10-24 22:00 +02:00  10-25 06:00 +01:00
      2026-10-25  00:00-06:00  2026-10-24T22:00Z  2026-10-25T05:00Z  10-25 00:00 +02:00  10-25 06:00 +01:00
      2026-10-25  02:30-06:00  2026-10-25T00:30Z  2026-10-25T05:00Z  10-25 02:30 +02:00  10-25 06:00 +01:00
      2026-10-25  02:15-02:45  2026-10-25T00:15Z  2026-10-25T01:45Z  10-25 02:15 +02:00  10-25 02:45 +01:00
      2026-10-24  22:00-02:30  2026-10-24T20:00Z  2026-10-25T01:30Z  10-24 22:00 +02:00  10-25 02:30 +01:00
      2026-10-25  02:30-22:00  2026-10-25T00:30Z  2026-10-25T21:00Z  10-25 02:30 +02:00  10-25 22:00 +01:00  joins
    `,
  },
  {
    zone: 'America/Sao_Paulo',
    rule: 'on 2018-11-04 the day begins at 01:00: midnight is in the gap',
    table: `
      2018-11-03  22:00-06:00  2018-11-04T01:00Z  2018-11-04T08:00Z  11-03 22:00 -03:00  11-04 06:00 -02:00
      2018-11-04  00:00-06:00  2018-11-04T03:00Z  2018-11-04T08:00Z  11-04 01:00 -02:00  11-04 06:00 -02:00
      2018-11-04  00:15-00:45  2018-11-04T03:15Z  2018-11-04T03:45Z  11-04 01:15 -02:00  11-04 01:45 -02:00
      2018-11-04  00:00-24:00  2018-11-04T03:00Z  2018-11-05T02:00Z  11-04 01:00 -02:00  11-05 00:00 -02:00
      2018-11-03  18:00-24:00  2018-11-03T21:00Z  2018-11-04T03:00Z  11-03 18:00 -03:00  11-04 01:00 -02:00
      2018-11-04  00:00-18:00  2018-11-04T03:00Z  2018-11-04T20:00Z  11-04 01:00 -02:00  11-04 18:00 -02:00  joins
    `,
  },
  {
    zone: 'America/Sao_Paulo',
    rule: 'on 2018-02-17 it goes from midnight back to 23:00 of the evening before',
    table: `
      2018-02-17  22:00-06:00  2018-02-18T00:00Z  2018-02-18T09:00Z  02-17 22:00 -02:00  02-18 06:00 -03:00
      2018-02-17  23:15-23:45  2018-02-18T01:15Z  2018-02-18T02:45Z  02-17 23:15 -02:00  02-17 23:45 -03:00
      2018-02-17  18:00-23:30  2018-02-17T20:00Z  2018-02-18T02:30Z  02-17 18:00 -02:00  02-17 23:30 -03:00
      2018-02-17  23:30-18:00  2018-02-18T01:30Z  2018-02-18T21:00Z  02-17 23:30 -02:00  02-18 18:00 -03:00  joins
    `,
  },
  {
    zone: 'Australia/Lord_Howe',
    rule: 'in spring, which is October, the clock goes on by half an hour, from 02:00 to 02:30',
    table: `
      2026-10-03  22:00-06:00  2026-10-03T11:30Z  2026-10-03T19:00Z  10-03 22:00 +10:30  10-04 06:00 +11:00
      2026-10-04  02:15-06:00  2026-10-03T15:45Z  2026-10-03T19:00Z  10-04 02:45 +11:00  10-04 06:00 +11:00
      2026-10-04  02:00-02:30  2026-10-03T15:30Z  2026-10-03T16:00Z  10-04 02:30 +11:00  10-04 03:00 +11:00
      2026-10-03  22:00-02:15  2026-10-03T11:30Z  2026-10-03T15:45Z  10-03 22:00 +10:30  10-04 02:45 +11:00
      2026-10-04  02:15-22:00  2026-10-03T15:45Z  2026-10-04T11:00Z  10-04 02:45 +11:00  10-04 22:00 +11:00  joins
    `,
  },
  {
    zone: 'Australia/Lord_Howe',
    rule: 'in autumn it goes back by half an hour, from 02:00 to 01:30',
    table: `
      2026-04-04  22:00-06:00  2026-04-04T11:00Z  2026-04-04T19:30Z  04-04 22:00 +11:00  04-05 06:00 +10:30
      2026-04-05  01:45-06:00  2026-04-04T14:45Z  2026-04-04T19:30Z  04-05 01:45 +11:00  04-05 06:00 +10:30
      2026-04-05  01:30-02:00  2026-04-04T14:30Z  2026-04-04T15:30Z  04-05 01:30 +11:00  04-05 02:00 +10:30
      2026-04-04  22:00-01:45  2026-04-04T11:00Z  2026-04-04T15:15Z  04-04 22:00 +11:00  04-05 01:45 +10:30
      2026-04-05  01:45-22:00  2026-04-04T14:45Z  2026-04-05T11:30Z  04-05 01:45 +11:00  04-05 22:00 +10:30  joins
    `,
  },
  {
    zone: 'Pacific/Apia',
    rule: 'Samoa went over the date line and left out 2011-12-30: what falls on it falls on the 31st',
    table: `
      2011-12-29  08:00-18:00  2011-12-29T18:00Z  2011-12-30T04:00Z  12-29 08:00 -10:00  12-29 18:00 -10:00
      2011-12-30  08:00-18:00  2011-12-30T18:00Z  2011-12-31T04:00Z  12-31 08:00 +14:00  12-31 18:00 +14:00
      2011-12-31  08:00-18:00  2011-12-30T18:00Z  2011-12-31T04:00Z  12-31 08:00 +14:00  12-31 18:00 +14:00
      2011-12-29  22:00-06:00  2011-12-30T08:00Z  2011-12-30T16:00Z  12-29 22:00 -10:00  12-31 06:00 +14:00
      2011-12-30  22:00-06:00  2011-12-31T08:00Z  2011-12-31T16:00Z  12-31 22:00 +14:00  01-01 06:00 +14:00
      2011-12-29  18:00-24:00  2011-12-30T04:00Z  2011-12-30T10:00Z  12-29 18:00 -10:00  12-31 00:00 +14:00
      2011-12-30  00:00-24:00  2011-12-30T10:00Z  2011-12-31T10:00Z  12-31 00:00 +14:00  01-01 00:00 +14:00  joins
      2011-12-30  18:00-24:00  2011-12-31T04:00Z  2011-12-31T10:00Z  12-31 18:00 +14:00  01-01 00:00 +14:00
      2011-12-31  00:00-24:00  2011-12-30T10:00Z  2011-12-31T10:00Z  12-31 00:00 +14:00  01-01 00:00 +14:00
    `,
  },
  {
    zone: 'Africa/Casablanca',
    rule: 'for Ramadan the clock goes an hour back, from 03:00 to 02:00: summer time is the rule, the pause is negative',
    table: `
      2026-02-14  22:00-06:00  2026-02-14T21:00Z  2026-02-15T06:00Z  02-14 22:00 +01:00  02-15 06:00 +00:00
      2026-02-15  02:30-06:00  2026-02-15T01:30Z  2026-02-15T06:00Z  02-15 02:30 +01:00  02-15 06:00 +00:00
      2026-02-15  02:15-02:45  2026-02-15T01:15Z  2026-02-15T02:45Z  02-15 02:15 +01:00  02-15 02:45 +00:00
      2026-02-14  22:00-02:30  2026-02-14T21:00Z  2026-02-15T02:30Z  02-14 22:00 +01:00  02-15 02:30 +00:00
      2026-02-15  02:30-22:00  2026-02-15T01:30Z  2026-02-15T22:00Z  02-15 02:30 +01:00  02-15 22:00 +00:00  joins
    `,
  },
  {
    zone: 'Africa/Casablanca',
    rule: 'during Ramadan it shows UTC, and after it goes on again, from 02:00 to 03:00',
    table: `
      2026-03-02  08:00-18:30  2026-03-02T08:00Z  2026-03-02T18:30Z  03-02 08:00 +00:00  03-02 18:30 +00:00
      2026-03-21  22:00-06:00  2026-03-21T22:00Z  2026-03-22T05:00Z  03-21 22:00 +00:00  03-22 06:00 +01:00
      2026-03-22  02:30-06:00  2026-03-22T02:30Z  2026-03-22T05:00Z  03-22 03:30 +01:00  03-22 06:00 +01:00
      2026-03-22  02:15-02:45  2026-03-22T02:15Z  2026-03-22T02:45Z  03-22 03:15 +01:00  03-22 03:45 +01:00
      2026-03-21  22:00-02:30  2026-03-21T22:00Z  2026-03-22T02:30Z  03-21 22:00 +00:00  03-22 03:30 +01:00
      2026-03-22  02:30-22:00  2026-03-22T02:30Z  2026-03-22T21:00Z  03-22 03:30 +01:00  03-22 22:00 +01:00  joins
    `,
  },
  {
    zone: 'Antarctica/Troll',
    rule: 'in spring the clock goes on by two hours, from 01:00 to 03:00',
    table: `
      2026-03-28  22:00-06:00  2026-03-28T22:00Z  2026-03-29T04:00Z  03-28 22:00 +00:00  03-29 06:00 +02:00
      2026-03-29  01:30-06:00  2026-03-29T01:30Z  2026-03-29T04:00Z  03-29 03:30 +02:00  03-29 06:00 +02:00
      2026-03-29  01:00-03:00  2026-03-29T01:00Z  2026-03-29T03:00Z  03-29 03:00 +02:00  03-29 05:00 +02:00
      2026-03-29  02:30-03:30  2026-03-29T02:30Z  2026-03-29T03:30Z  03-29 04:30 +02:00  03-29 05:30 +02:00
      2026-03-28  22:00-02:30  2026-03-28T22:00Z  2026-03-29T02:30Z  03-28 22:00 +00:00  03-29 04:30 +02:00
      2026-03-29  02:30-22:00  2026-03-29T02:30Z  2026-03-29T20:00Z  03-29 04:30 +02:00  03-29 22:00 +02:00  joins
    `,
  },
  {
    zone: 'Antarctica/Troll',
    rule: 'in autumn it goes back by two hours, from 03:00 to 01:00',
    table: `
      2026-10-24  22:00-06:00  2026-10-24T20:00Z  2026-10-25T06:00Z  10-24 22:00 +02:00  10-25 06:00 +00:00
      2026-10-25  01:30-06:00  2026-10-24T23:30Z  2026-10-25T06:00Z  10-25 01:30 +02:00  10-25 06:00 +00:00
      2026-10-25  01:15-02:45  2026-10-24T23:15Z  2026-10-25T02:45Z  10-25 01:15 +02:00  10-25 02:45 +00:00
      2026-10-24  22:00-02:30  2026-10-24T20:00Z  2026-10-25T02:30Z  10-24 22:00 +02:00  10-25 02:30 +00:00
      2026-10-25  02:30-22:00  2026-10-25T00:30Z  2026-10-25T22:00Z  10-25 02:30 +02:00  10-25 22:00 +00:00  joins
    `,
  },
  {
    zone: 'Asia/Kathmandu',
    rule: 'is a quarter short of six hours before UTC, and changes no clocks',
    table: `
      2026-03-29  08:00-18:30  2026-03-29T02:15Z  2026-03-29T12:45Z  03-29 08:00 +05:45  03-29 18:30 +05:45
      2026-03-29  22:00-06:00  2026-03-29T16:15Z  2026-03-30T00:15Z  03-29 22:00 +05:45  03-30 06:00 +05:45
      2026-03-30  06:00-22:00  2026-03-30T00:15Z  2026-03-30T16:15Z  03-30 06:00 +05:45  03-30 22:00 +05:45  joins
    `,
  },
  {
    zone: 'Asia/Kathmandu',
    rule: 'went on by a quarter of an hour when 1986 began, at midnight',
    table: `
      1985-12-31  22:00-06:00  1985-12-31T16:30Z  1986-01-01T00:15Z  12-31 22:00 +05:30  01-01 06:00 +05:45
      1986-01-01  00:00-08:00  1985-12-31T18:30Z  1986-01-01T02:15Z  01-01 00:15 +05:45  01-01 08:00 +05:45
      1986-01-01  00:05-00:10  1985-12-31T18:35Z  1985-12-31T18:40Z  01-01 00:20 +05:45  01-01 00:25 +05:45
      1985-12-31  18:00-24:00  1985-12-31T12:30Z  1985-12-31T18:30Z  12-31 18:00 +05:30  01-01 00:15 +05:45
      1986-01-01  00:00-18:00  1985-12-31T18:30Z  1986-01-01T12:15Z  01-01 00:15 +05:45  01-01 18:00 +05:45  joins
    `,
  },
];

/** A row as it stands in a table. */
interface Row {
  readonly date: string;
  readonly times: string;
  readonly expected: string;
  /** The row above, if this one goes on where it ends. */
  readonly joined: Row | undefined;
}

function rowsOf(table: string): readonly Row[] {
  const rows: Row[] = [];
  for (const line of table.trim().split('\n')) {
    const [date = '', times = '', opens, closes, opensAt, closesAt, joins] = line.trim().split(/ {2,}/);
    const expected = `${opens}  ${closes}  ${opensAt}  ${closesAt}`;
    rows.push({ date, times, expected, joined: joins === 'joins' ? rows.at(-1) : undefined });
  }
  return rows;
}

/** A schedule whose only windows are those of some rows, each on its date. */
function scheduleOf(rows: readonly Row[], timeZone: string) {
  const windows = rows.map(({ date, times }) => {
    const { recurrence, ...window } = aWindow(`MON ${times.replace('24:00', '00:00')}`, aCapacity(1), {
      name: `${date} ${times}`,
    });
    if (recurrence.kind !== 'days') throw new Error('The builder makes windows of days.');
    const { from, to } = recurrence;
    return { ...window, recurrence: { kind: 'date' as const, date: Temporal.PlainDate.from(date), from, to } };
  });
  return aSchedule({ timeZone, windows });
}

/** The openings of the rows, whenever they are. */
function spansOf(rows: readonly Row[], timeZone: string) {
  const days = rows.map(({ date }) => Temporal.PlainDate.from(date).toZonedDateTime('UTC'));
  const from = days.map((day) => day.subtract({ days: 2 }).toInstant()).toSorted(Temporal.Instant.compare)[0];
  const until = days
    .map((day) => day.add({ days: 4 }).toInstant())
    .toSorted(Temporal.Instant.compare)
    .at(-1);
  if (from === undefined || until === undefined) throw new Error('There are no rows.');
  const schedule = scheduleOf(rows, timeZone);
  const timeline = timelineOf(schedule, from, until);
  return { timeline, spans: openingsBetween(schedule, from, until).map(({ span }) => span) };
}

function inUtc(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'minute' });
}

function onTheWall(instant: Temporal.Instant, timeZone: string): string {
  const zoned = instant.toZonedDateTimeISO(timeZone);
  return `${zoned.toPlainDate().toString().slice(5)} ${zoned.toPlainTime().toString({ smallestUnit: 'minute' })} ${zoned.offset}`;
}

describe.each(TABLES)('$zone: $rule', ({ zone, table }) => {
  it.each(rowsOf(table))('$date $times', (row) => {
    const { spans } = spansOf([row], zone);
    expect(
      spans.map(({ opens, closes }) =>
        [inUtc(opens), inUtc(closes), onTheWall(opens, zone), onTheWall(closes, zone)].join('  '),
      ),
    ).toEqual([row.expected]);
  });

  it.each(rowsOf(table).filter(({ joined }) => joined !== undefined))(
    '$date $times goes on without a gap where the window before it ends',
    (row) => {
      const { timeline, spans } = spansOf([row.joined ?? row, row], zone);
      const [first, second] = spans;
      if (first === undefined || second === undefined) throw new Error('There are two windows.');
      const between = [first.closes, second.opens].toSorted(Temporal.Instant.compare);
      for (const edge of between) {
        for (const at of [edge.subtract({ nanoseconds: 1 }), edge]) {
          expect(segmentAt(timeline, at).open.length, `${at}`).toBeGreaterThan(0);
        }
      }
    },
  );
});
