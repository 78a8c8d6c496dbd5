import { beforeEach, describe, expect, it } from 'vitest';
import { explainPool } from '../../../src/app/pools/explain-pool.ts';
import { recordedDemand } from '../../../src/app/replay/recorded-demand.ts';
import { minutes } from '../../support/builders.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forAllTests();
beforeEach(() =>
  story.begin({
    latencies: {
      create: { median: minutes(1), sigma: 0 },
      start: { median: minutes(3), sigma: 0 },
    },
  }),
);

const ACTS = { forecast: { mode: 'enforce', goal: { waitPrice: 5 } } };

const explain = () => explainPool(story.ports, RENDER);

describe('the forecast of a pool', { timeout: 300_000 }, () => {
  it('deallocates idle nodes that do not pay, and starts them again for work that waits', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.policy(ACTS);
    await story.minutes(3);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate', 'deallocate', 'deallocate']);
    const [record] = (await story.audit()).filter(({ action }) => action === 'deallocate');
    expect(record?.reason).toMatch(/the forecast wants no node beyond the 0 that the work needs/);

    await story.account.createJob('train-2026-03-02', 'render');
    await story.account.addTasks('train-2026-03-02', ['t1', 't2'], 240);
    await story.minutes(2);
    expect((await story.acts()).filter(({ action }) => action === 'start')).toHaveLength(2);
    expect((await story.state()).memory.demand?.minutes.at(-2)).toMatchObject({
      needed: 2,
      submittedTasks: 2,
      families: [{ family: 'train-*', submittedTasks: 2, endedTasks: 0 }],
    });
    const rules = (await explain()).rules.filter(({ rule }) => rule === 'forecast');
    expect(rules).toMatchObject([{ says: expect.stringMatching(/the forecast wants/) }]);
  });

  it('only writes down what it would do where the policy observes it', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.policy({ forecast: { mode: 'observe' } });
    await story.minutes(3);
    expect(await story.acts()).toEqual([]);
    const [rule] = (await explain()).rules.filter(({ rule: name }) => name === 'forecast');
    expect(rule).toMatchObject({ won: false, why: 'the policy only observes it' });
  });

  it('keeps the demand of older minutes by days and what it has learned, and another process goes on from there', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.policy(ACTS);
    await story.minutes(124);
    const { demand } = (await story.state()).memory;
    const first = demand?.minutes[0]?.minute ?? 0;
    const day = Math.floor(first / 1440);
    const kept = await story.ports.demandRecords.readDay(RENDER, day);
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.at(-1)?.minute).toBe(first - 1);

    const other = story.system.compose();
    const model = await other.forecastModels.modelOf(RENDER, 0);
    expect(model?.history.minute).toBeGreaterThanOrEqual(first - 1);
    const before = (await explain()).rules;
    expect((await explainPool(other, RENDER)).rules).toEqual(before);
  });

  it('has nodes ready when the job of a job schedule starts, as many as the job before it needed', async () => {
    await story.account.createIdlePool('render', { dedicated: 4 });
    await story.policy({ ...ACTS, lead: { initial: 'PT5M', learn: false } });
    const first = (await story.system.now()).add({ minutes: 20 });
    const { status } = await story.account.call('POST', '/jobschedules', {
      id: 'nightly',
      schedule: { doNotRunUntil: first.toString(), recurrenceInterval: 'PT40M' },
      jobSpecification: { poolInfo: { poolId: 'render' } },
    });
    expect(status).toBe(201);
    await story.minutes(19);
    // Nothing is known of its size yet: one node.
    expect((await story.acts()).filter(({ action }) => action === 'start')).toHaveLength(1);
    await story.minutes(2);
    await story.account.addTasks('nightly:job-1', ['t1', 't2', 't3'], 300);
    await story.minutes(31);
    const before = (await story.acts()).length;
    expect((await story.account.states('render')).filter((state) => state === 'deallocated')).toHaveLength(4);
    await story.minutes(4);
    const acts = (await story.acts()).slice(before);
    expect(acts.map(({ action }) => action)).toEqual(['start', 'start', 'start']);
  });

  it('records the minutes in which a pool without a forecast is not evaluated because nothing changes', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.policy({ idle: { timeout: 'PT5M' }, demand: { startOnPending: true } });
    const first = Math.floor((await story.system.now()).epochMilliseconds / 60_000) + 1;
    const recordedMinutes = () => recordedDemand(story.ports, RENDER, { fromMinute: first, untilMinute: first + 1000 });
    await story.minutes(25);
    expect((await recordedMinutes()).length).toBeLessThan(10);
    await story.minutes(75);
    await story.account.createJob('train-1', 'render');
    await story.minutes(1);
    const recorded = await recordedMinutes();
    expect(recorded.map(({ minute }) => minute - first)).toEqual(Array.from({ length: 101 }, (_, minute) => minute));
    expect(recorded.at(-2)).toMatchObject({ paid: 0, needed: 0 });
  });
});
