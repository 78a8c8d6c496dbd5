import { Cron } from 'croner';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { cronTimes } from '../../../src/documents/schedules/cron.ts';

/** Fields as people write them, and how the library reads a date's runs one after another. */
const TIMES = ['0 2', '*/30 6-20/2', '15,45 8,12,23', '59 23', '0 0', '30 5 2', '0 */20 *', '0 0,12'];
const DATES = [
  '* * *',
  '1 * *',
  'L * *',
  '* * MON-FRI',
  '15 * FRI',
  '* 2 *',
  '29 2 *',
  '* * MON#1',
  '* * FRI#L',
  '*/2 1-6 *',
];

function runsOn(expression: string, date: Temporal.PlainDate): readonly string[] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return new Cron(expression, { timezone: 'Etc/UTC', paused: true })
    .nextRuns(97, new Date(midnight - 1000))
    .filter((run) => run.getTime() < midnight + 86_400_000)
    .map((run) => run.toISOString().slice(11, 19));
}

describe('cronTimes', () => {
  it('gives the times of a date that the library finds one after another', () => {
    const date = fc.integer({ min: 0, max: 3000 }).map((days) => Temporal.PlainDate.from('2024-01-01').add({ days }));
    fc.assert(
      fc.property(fc.constantFrom(...TIMES), fc.constantFrom(...DATES), date, (times, dates, on) => {
        const expression = `${times} ${dates}`;
        expect(cronTimes(expression)(on).map(String)).toEqual(runsOn(expression, on));
      }),
      { numRuns: 400 },
    );
  });

  it('knows dates long past, of years with two digits too', () => {
    const first = cronTimes('0 2 1 * *');
    expect(first(Temporal.PlainDate.from('0099-05-01')).map(String)).toEqual(['02:00:00']);
    expect(first(Temporal.PlainDate.from('0099-05-02'))).toEqual([]);
  });
});
