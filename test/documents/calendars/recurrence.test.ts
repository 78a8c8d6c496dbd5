import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { stepBudget } from '../../../src/core/step-budget.ts';
import { wallTimesBetween } from '../../../src/documents/calendars/recurrence.ts';
import { readRule } from '../../../src/documents/calendars/recurrence-rule.ts';
import { wallTime } from '../../../src/documents/calendars/wall-time.ts';

const MOST_STEPS = 50_000;

function times(rule: string, start: string, [from, until]: readonly [string, string]): readonly string[] {
  const recurrence = { rule: readRule(rule), start: wallAt(start), until: undefined };
  const span = { from: wallAt(from), until: wallAt(until) };
  return wallTimesBetween(recurrence, span, stepBudget(MOST_STEPS, { what: 'the rule' })).map(shown);
}

function wallAt(text: string): number {
  return wallTime(Temporal.PlainDateTime.from(text).toString());
}

function shown(wall: number): string {
  return Temporal.Instant.fromEpochMilliseconds(wall).toString().replace('Z', '');
}

function dates(...parameters: Parameters<typeof times>): string {
  return times(...parameters)
    .map((time) => time.slice(0, 10))
    .join(' ');
}

/** The examples of https://datatracker.ietf.org/doc/html/rfc5545#section-3.8.5.3, all of them at 9:00. */
describe('a rule', () => {
  it.each<readonly [rule: string, start: string, span: readonly [string, string], expected: string]>([
    // days
    ['FREQ=DAILY;COUNT=3', '1997-09-02', ['1997-09-01', '1998-01-01'], '1997-09-02 1997-09-03 1997-09-04'],
    ['FREQ=DAILY;INTERVAL=10;COUNT=5', '1997-09-02', ['1997-09-20', '1998-01-01'], '1997-09-22 1997-10-02 1997-10-12'],
    ['FREQ=DAILY;BYMONTH=1', '1998-01-01', ['1998-01-30', '1999-01-03'], '1998-01-30 1998-01-31 1999-01-01 1999-01-02'],
    ['FREQ=DAILY;BYMONTHDAY=-1', '2026-01-31', ['2026-02-01', '2026-05-01'], '2026-02-28 2026-03-31 2026-04-30'],
    // weeks
    [
      'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
      '1997-09-02',
      ['1997-09-01', '1997-10-20'],
      '1997-09-02 1997-09-16 1997-09-30 1997-10-14',
    ],
    [
      'FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH',
      '1997-09-02',
      ['1997-09-01', '1998-01-01'],
      '1997-09-02 1997-09-04 1997-09-09 1997-09-11',
    ],
    // the week begins on Monday, or on Sunday
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      '1997-08-05',
      ['1997-08-01', '1998-01-01'],
      '1997-08-05 1997-08-10 1997-08-19 1997-08-24',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      '1997-08-05',
      ['1997-08-01', '1998-01-01'],
      '1997-08-05 1997-08-17 1997-08-19 1997-08-31',
    ],
    // months
    ['FREQ=MONTHLY;COUNT=3;BYDAY=1FR', '1997-09-05', ['1997-09-01', '1998-01-01'], '1997-09-05 1997-10-03 1997-11-07'],
    ['FREQ=MONTHLY;COUNT=3;BYDAY=-2MO', '1997-09-22', ['1997-09-01', '1998-01-01'], '1997-09-22 1997-10-20 1997-11-17'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=-3',
      '1997-09-28',
      ['1997-09-01', '1998-01-01'],
      '1997-09-28 1997-10-29 1997-11-28 1997-12-29',
    ],
    [
      'FREQ=MONTHLY;COUNT=4;BYMONTHDAY=15,30',
      '2007-01-15',
      ['2007-01-01', '2008-01-01'],
      '2007-01-15 2007-01-30 2007-02-15 2007-03-15',
    ],
    [
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      '1998-02-13',
      ['1998-01-01', '1999-09-01'],
      '1998-02-13 1998-03-13 1998-11-13 1999-08-13',
    ],
    [
      'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
      '1997-09-04',
      ['1997-09-01', '1998-01-01'],
      '1997-09-04 1997-10-07 1997-11-06',
    ],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
      '1997-09-29',
      ['1997-09-01', '1998-01-01'],
      '1997-09-29 1997-10-30 1997-11-27 1997-12-30',
    ],
    ['FREQ=MONTHLY', '2026-01-31', ['2026-01-01', '2026-06-01'], '2026-01-31 2026-03-31 2026-05-31'],
    // years
    [
      'FREQ=YEARLY;COUNT=4;BYMONTH=6,7',
      '1997-06-10',
      ['1997-01-01', '2000-01-01'],
      '1997-06-10 1997-07-10 1998-06-10 1998-07-10',
    ],
    [
      'FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200',
      '1997-01-01',
      ['1997-01-01', '2001-01-01'],
      '1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18',
    ],
    ['FREQ=YEARLY;BYDAY=20MO', '1997-05-19', ['1997-01-01', '2000-01-01'], '1997-05-19 1998-05-18 1999-05-17'],
    [
      'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
      '1997-05-12',
      ['1997-01-01', '2000-01-01'],
      '1997-05-12 1998-05-11 1999-05-17',
    ],
    [
      'FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH',
      '2020-12-31',
      ['2020-01-01', '2023-01-01'],
      '2020-12-31 2021-12-30 2022-12-29',
    ],
    [
      'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
      '1997-03-13',
      ['1997-01-01', '1998-03-13'],
      '1997-03-13 1997-03-20 1997-03-27 1998-03-05 1998-03-12',
    ],
    [
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      '1996-11-05',
      ['1996-01-01', '2005-01-01'],
      '1996-11-05 2000-11-07 2004-11-02',
    ],
    ['FREQ=YEARLY', '2024-02-29', ['2024-01-01', '2033-01-01'], '2024-02-29 2028-02-29 2032-02-29'],
    // never: no February has a 30th day
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-02-01', ['2026-02-02', '2036-01-01'], ''],
    // what DTSTART says is the first, also where the rule would not come upon it
    [
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2',
      '1997-09-02',
      ['1997-01-01', '1999-01-01'],
      '1997-09-02 1998-02-13',
    ],
  ])('%s from %s on', (rule, start, [from, until], expected) => {
    expect(dates(rule, `${start}T09:00`, [from, until])).toBe(expected);
  });

  it.each<readonly [rule: string, expected: readonly string[]]>([
    ['FREQ=HOURLY;INTERVAL=3', ['09:00', '12:00', '15:00']],
    ['FREQ=DAILY;BYHOUR=9,16;BYMINUTE=0,30', ['09:00', '09:30', '16:00', '16:30']],
    ['FREQ=MINUTELY;INTERVAL=90;COUNT=3', ['09:00', '10:30', '12:00']],
    ['FREQ=MINUTELY;INTERVAL=20;BYHOUR=9', ['09:00', '09:20', '09:40']],
    ['FREQ=SECONDLY;INTERVAL=1800;COUNT=3', ['09:00', '09:30', '10:00']],
  ])('%s within a day', (rule, expected) => {
    const found = times(rule, '2026-03-02T09:00', ['2026-03-02T00:00', '2026-03-02T17:00']);
    expect(found.map((time) => time.slice(11, 16))).toEqual(expected);
  });

  it('is entered late where it does not count, however long ago it began', () => {
    expect(dates('FREQ=DAILY;INTERVAL=7', '1601-01-01T00:00', ['2026-03-01', '2026-03-15'])).toBe(
      '2026-03-02 2026-03-09',
    );
  });

  it.each([
    ['FREQ=SECONDLY'],
    ['FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'],
    ['FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11;BYSECOND=0,1,2,3,4,5,6,7,8,9'],
    ['FREQ=SECONDLY;COUNT=2000000000'],
  ])('%s ends when its budget does', (rule) => {
    expect(() => times(rule, '2026-01-01T00:00', ['2026-01-01', '2029-01-01'])).toThrow(
      'the rule takes more than 50000 steps',
    );
  });

  it.each([
    ['FREQ=DAILY;BYDAY=2MO', 'a weekday with a number makes no sense in a DAILY rule'],
    ['FREQ=YEARLY;RSCALE=CHINESE', 'RSCALE in a rule is not known here'],
    ['FREQ=YEARLY;INTERVAL=1000000', 'INTERVAL=1000000 in a rule is too long'],
    ['COUNT=3', 'a rule has no FREQ'],
  ])('%s is refused', (rule, reason) => {
    expect(() => times(rule, '2026-01-01T00:00', ['2026-01-01', '2026-02-01'])).toThrow(reason);
  });
});
