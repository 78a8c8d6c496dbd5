import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluatePool } from '../../src/app/evaluation/evaluate-pool.ts';
import { Story } from '../app/support/story.ts';
import { aCalendar } from '../support/calendar-text.ts';
import { StepCounter } from './support/count-steps.ts';

const POOLS = 8;

/** What a tick of ordinary pools costs. */
interface Cost {
  /** Function calls and blocks of the app and its packages. */
  readonly steps: number;
  /** Requests to Batch about ordinary pools. */
  readonly calls: number;
  readonly acts: number;
  readonly milliseconds: number;
}

const everySecond = aCalendar(['SUMMARY:x', 'DTSTART:20260301T080000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY']);
const costly = aCalendar(
  ...Array.from({ length: 20 }, (_, index) => [
    ...['SUMMARY:x', `UID:${index}`, 'DTSTART:19000101T080000Z', 'DURATION:PT1H'],
    'RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=4;COUNT=1000',
  ]),
);
const schedule = (more: object) =>
  JSON.stringify({ id: 'hostile', timeZone: 'Etc/UTC', windows: [], outside: { min: 0, max: 0 }, ...more });
const crons = (count: number, duration: string) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ name: `w${index}`, cron: `${index}-59/15 * * * *`, duration, capacity: { min: 1 } },
  }));

/** Documents of another pool. */
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['windows every three minutes', schedule({ windows: crons(5, 'PT14M') })],
  ['windows without end', schedule({ windows: crons(300, 'P7D') })],
  ['a calendar of each second', schedule({ exceptions: [{ calendar: everySecond, capacity: { max: 0 } }] })],
  [
    'twenty costly calendars',
    schedule({ exceptions: Array.from({ length: 20 }, () => ({ calendar: costly, capacity: { max: 0 } })) }),
  ],
  ['nesting', `${'['.repeat(15_000)}${']'.repeat(15_000)}`],
];

describe('a tick of ordinary pools', () => {
  const story = Story.forEachTest();
  let counter: StepCounter;
  beforeAll(() => {
    counter = new StepCounter();
  });
  afterAll(() => counter.close());

  async function tickBeside(text: string | undefined): Promise<Cost> {
    for (let index = 0; index < POOLS; index += 1)
      await story.account.createIdlePool(`ordinary-${index}`, { dedicated: 2 });
    await story.account.createIdlePool('hostile', { dedicated: 1 });
    await story.schedule({ id: 'own', outside: { min: 0, max: 1 } });
    await story.policy({ id: 'ordinary', pools: ['ordinary-*'], schedules: ['own'] });
    await story.schedule({ id: 'hostile', outside: { min: 1 } });
    await story.policy({ id: 'hostile', pools: ['hostile'], schedules: ['hostile'] });
    if (text !== undefined) await story.storeUnchecked('Schedules', 'hostile', text);
    await story.account.advance('PT1M');
    const began = performance.now();
    const steps = await counter.countWhile(async () => {
      const { requests } = await story.survey();
      for (const request of requests) await evaluatePool(story.ports, request);
    });
    const calls = (await story.requests()).filter(({ path }) => path.includes('ordinary'));
    const acts = (await story.acts()).filter(({ pool }) => pool !== 'hostile');
    return { steps, calls: calls.length, acts: acts.length, milliseconds: Math.round(performance.now() - began) };
  }

  /** The budgets of one tick, in function calls and blocks: reading all calendars, and laying out one evaluation. */
  const MOST_MORE = 10_000_000;
  let alone: Cost | undefined;

  it('costs what it costs', async () => {
    alone = await tickBeside(undefined);
    expect(alone.acts).toBe(POOLS);
  });

  it.each(HOSTILE)('makes the same calls and acts beside a pool with %s', async (_, text) => {
    const cost = await tickBeside(text);
    expect([cost.calls, cost.acts]).toEqual([alone?.calls, alone?.acts]);
    expect(cost.steps).toBeLessThanOrEqual((alone?.steps ?? 0) + MOST_MORE);
  });
});
