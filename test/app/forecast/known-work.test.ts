import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { explainPool } from '../../../src/app/pools/explain-pool.ts';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
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

const FORECAST = { forecast: { mode: 'enforce' }, demand: {}, lead: { initial: 'PT5M', learn: false } };
/** Nobody waits longer for work whose time is known. */
const LONGEST_WAIT_SECONDS = 15;

type TaskEntry = Extract<JournalEntry, { kind: 'task' }>;

async function changesOf(job: string, change: TaskEntry['change']) {
  const entries = await story.account.journal('task');
  return new Map(
    entries.flatMap((entry) =>
      entry.kind === 'task' && entry.job === job && entry.change === change
        ? [[entry.task, Temporal.Instant.from(entry.at)] as const]
        : [],
    ),
  );
}

function secondsBetween(from: Temporal.Instant | undefined, to: Temporal.Instant | undefined): number {
  if (from === undefined || to === undefined) return Number.NaN;
  return from.until(to).total('seconds');
}

describe('work that is known to come', { timeout: 600_000 }, () => {
  it('finds nodes ready that depends on a task that runs, once such a task was seen to end', async () => {
    await story.account.createIdlePool('render', { dedicated: 4 });
    await story.policy(FORECAST);
    const waits: number[] = [];
    for (const film of ['film-1', 'film-2']) {
      await story.account.createJob(film, 'render', { usesTaskDependencies: true });
      await story.account.addTasks(film, ['prepare'], 780);
      await story.account.addTasks(film, ['frame-1', 'frame-2', 'frame-3'], 180, {
        dependsOn: { taskIds: ['prepare'] },
      });
      if (film === 'film-2') {
        await story.minutes(8);
        const { rules } = await explainPool(story.ports, RENDER);
        const demand = rules.find(({ rule }) => rule === 'demand');
        expect(demand?.says).toMatch(/3 slots by \S+ \(the dependencies of the job film-2\)/);
        await story.minutes(14);
      } else await story.minutes(20);
      const [ended, began] = [await changesOf(film, 'completed'), await changesOf(film, 'started')];
      const last = ['frame-1', 'frame-2', 'frame-3'].map((frame) =>
        secondsBetween(ended.get('prepare'), began.get(frame)),
      );
      waits.push(Math.max(...last));
      await story.minutes(12);
    }
    // Of the first nothing was known: two of its three frames wait for a start.
    expect(waits[0]).toBeGreaterThan(120);
    expect(waits[1]).toBeLessThanOrEqual(LONGEST_WAIT_SECONDS);
  });

  it('finds a node ready that comes by a job schedule which was created while the pool was quiet', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.policy({ demand: {}, idle: { timeout: 'PT2M' }, lead: { initial: 'PT5M', learn: false } });
    await story.minutes(10);
    expect((await story.state()).nextLook).toBeUndefined();
    const { requests } = await story.survey();
    expect(requests).toEqual([]);
    const first = (await story.system.now()).add({ minutes: 20 });
    const { status } = await story.account.call('POST', '/jobschedules', {
      id: 'nightly',
      schedule: { doNotRunUntil: first.toString(), recurrenceInterval: 'PT4H' },
      jobSpecification: { poolInfo: { poolId: 'render' } },
    });
    expect(status).toBe(201);
    const reads = async () =>
      (await story.requests()).filter(({ operation }) => operation === 'JobSchedules_ListJobSchedules').length;
    const before = await reads();
    await story.minutes(19);
    // It is idle already when the job comes.
    expect((await story.account.states('render')).toSorted()).toEqual(['deallocated', 'idle']);
    // One list for each tick, whatever the number of pools and evaluations.
    const listed = (await reads()) - before;
    expect(listed).toBeGreaterThan(0);
    expect(listed).toBeLessThanOrEqual(19);
  });

  it('finds nodes ready that comes by a job schedule, beside tasks that run meanwhile', async () => {
    await story.account.createIdlePool('render', { dedicated: 5 });
    await story.policy(FORECAST);
    const first = (await story.system.now()).add({ minutes: 20 });
    const { status } = await story.account.call('POST', '/jobschedules', {
      id: 'nightly',
      schedule: { doNotRunUntil: first.toString(), recurrenceInterval: 'PT40M' },
      jobSpecification: { poolInfo: { poolId: 'render' } },
    });
    expect(status).toBe(201);
    const waits: number[] = [];
    await story.account.createJob('long', 'render');
    for (const run of [1, 2]) {
      await story.account.addTasks('long', [`l${run}`], 2000);
      await story.minutes(run === 1 ? 21 : 30);
      await story.account.advance('PT1S');
      const due = await story.system.now();
      await story.account.addTasks(`nightly:job-${run}`, ['a', 'b', 'c'], 240);
      await story.minutes(10);
      const began = await changesOf(`nightly:job-${run}`, 'started');
      // A schedule makes no job while its last one is active.
      await story.account.call('POST', `/jobs/nightly:job-${run}/terminate`, {});
      waits.push(Math.max(...['a', 'b', 'c'].map((task) => secondsBetween(due, began.get(task)))));
    }
    expect(waits[0]).toBeGreaterThan(60);
    expect(waits[1]).toBeLessThanOrEqual(LONGEST_WAIT_SECONDS);
  });
});
