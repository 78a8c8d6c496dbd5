import { describe, expect, it } from 'vitest';
import { Story } from '../app/support/story.ts';
import { aCalendar } from '../support/calendar-text.ts';

const story = Story.forEachTest();

const WINDOW = { days: ['MON-SUN'], from: '00:00', to: '24:00', capacity: { min: 1 } };
const schedule = (more: object) => JSON.stringify({ id: 'hours', timeZone: 'Etc/UTC', windows: [], ...more });

/** What somebody with the tables alone can write as a schedule, past every check. */
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['no JSON', '{"id":'],
  ['nothing', ''],
  ['a number', '7'],
  ['nested deeply', `${'['.repeat(15_000)}${']'.repeat(15_000)}`],
  ['a member of objects', '{"id":"hours","timeZone":"Etc/UTC","windows":[],"__proto__":{"outside":{"min":9}}}'],
  [
    'windows without end',
    schedule({ windows: Array.from({ length: 300 }, (_, index) => ({ ...WINDOW, name: `w${index}` })) }),
  ],
  ['no zone', schedule({ timeZone: 'Nowhere/At_All' })],
  [
    'a calendar of each second',
    schedule({
      exceptions: [
        {
          calendar: aCalendar(['DTSTART:20260301T080000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY']),
          capacity: { max: 0 },
        },
      ],
    }),
  ],
];

describe('a row of a table that says as a schedule', () => {
  it.each(HOSTILE)('%s leaves its pools alone, and no other', async (_, text) => {
    await story.account.createIdlePool('render', { dedicated: 1 });
    await story.account.createIdlePool('other', { dedicated: 1 });
    await story.atMost(0);
    await story.schedule({ id: 'own', outside: { min: 0, max: 0 } });
    await story.policy({ id: 'others', pools: ['other'], schedules: ['own'] });
    await story.storeUnchecked('Schedules', 'hours', text);
    const { tick, reports } = await story.minutes(2);
    expect(tick.problems).toEqual([]);
    expect(reports.length).toBeLessThanOrEqual(2);
    expect((await story.acts()).map(({ action, pool }) => `${action} ${pool}`)).toEqual(['deallocate other']);
    expect((await story.state()).lastPlan?.leftAlone).toContain('hours');
  });
});
