import type { TokenCredential } from '@azure/core-auth';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { batchAccounts } from '../../../../src/adapters/batch/batch-accounts.ts';
import { pendingSlotsOf } from '../../../../src/core/demand/pending-slots.ts';
import type { Batch } from '../../../../src/ports/batch.ts';
import { aLoad } from '../../../support/builders.ts';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;
let batch: Batch;

function noToken(): TokenCredential {
  throw new Error('No token is needed where there is a key.');
}

beforeEach(async () => {
  account = await EmulatedAccount.start();
  const { name, key } = account.emulator.account;
  batch = batchAccounts(
    {
      accounts: [{ name, key, endpoint: account.url, resourceId: undefined }],
      apiVersion: '2024-07-01.20.0',
      armEndpoint: account.url,
      armApiVersion: '2024-07-01',
      tokenScope: 'unused',
    },
    noToken,
  );
});
afterEach(() => account.close());

async function work() {
  return batch.countWork('demo', await batch.listJobs('demo'));
}

async function requests(operation: string): Promise<number> {
  return (await account.journal('request')).filter((entry) => entry.kind === 'request' && entry.operation === operation)
    .length;
}

function ids(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

/** Adds more tasks than fit in one request. */
async function addMany(job: string, count: number, properties: Record<string, unknown> = {}): Promise<void> {
  const all = ids('many-', count);
  for (let next = 0; next < count; next += 100)
    await account.addTasks(job, all.slice(next, next + 100), 60, properties);
}

describe('listJobs', () => {
  it('gives the active jobs with their pools', async () => {
    await account.createJob('plain', 'render');
    await account.createJob('special', 'Reports', { priority: 7, maxParallelTasks: 3, usesTaskDependencies: true });
    await account.createJob('disabled', 'render');
    await account.call('POST', '/jobs/disabled/disable', { disableTasks: 'wait' });
    expect(await batch.listJobs('demo')).toEqual([
      { jobId: 'plain', poolId: 'render', priority: 0, maxParallelTasks: undefined, usesTaskDependencies: false },
      { jobId: 'special', poolId: 'Reports', priority: 7, maxParallelTasks: 3, usesTaskDependencies: true },
    ]);
  });

  it('follows every page', async () => {
    await Promise.all(ids('job-', 1001).map((id) => account.createJob(id, 'render')));
    expect(await batch.listJobs('demo')).toHaveLength(1001);
    expect(await requests('Jobs_ListJobs')).toBe(2);
  });
});

describe('countWork', () => {
  it('counts tasks and slots that wait and run, with one call for each job', async () => {
    await account.createIdlePool('render', { dedicated: 2, properties: { taskSlotsPerNode: 4 } });
    await account.createJob('b', 'render', { maxParallelTasks: 1 });
    await account.createJob('a', 'render');
    await account.addTasks('b', ids('t', 3), 600, { requiredSlots: 2 });
    await account.addTasks('a', ids('t', 9), 600);
    const seen = await work();
    expect(seen).toMatchObject([
      { jobId: 'b', active: aLoad(2, 4), running: aLoad(1, 2), runnable: undefined },
      { jobId: 'a', active: aLoad(3), running: aLoad(6), runnable: undefined },
    ]);
    // Of job b no second task may run, whatever nodes there are.
    expect(pendingSlotsOf(seen).certain).toMatchObject({ waitingSlots: 3, runningSlots: 8 });
    expect(await requests('Jobs_GetJobTaskCounts')).toBe(2);
    expect(await requests('Tasks_ListTasks')).toBe(0);
    expect((await batch.getPool({ account: 'demo', poolId: 'render' }))?.taskSlotsPerNode).toBe(4);
  });

  it('leaves out a job that is gone meanwhile', async () => {
    await account.createJob('going', 'render', { usesTaskDependencies: true });
    await account.createJob('staying', 'render');
    const jobs = await batch.listJobs('demo');
    await account.call('DELETE', '/jobs/going');
    await account.advance('PT1M');
    expect((await batch.countWork('demo', jobs)).map(({ jobId }) => jobId)).toEqual(['staying']);
  });

  it('leaves out a job that goes between its counts and its tasks', async () => {
    await account.createJob('going', 'render', { usesTaskDependencies: true });
    await account.addTasks('going', ['a'], 60);
    const counts = 'Jobs_GetJobTaskCounts';
    await account.control('POST', 'faults', { effect: 'slow', milliseconds: 500, operation: counts });
    const seen = work();
    await vi.waitFor(async () => expect(await requests(counts)).toBe(1));
    await account.call('DELETE', '/jobs/going');
    await account.advance('PT1M');
    expect(await seen).toEqual([]);
    expect(await requests('Tasks_ListTasks')).toBe(1);
  });

  it.each(['Jobs_ListJobs', 'Jobs_GetJobTaskCounts', 'Tasks_ListTasks'])(
    'asks again where it was throttled: %s',
    async (operation) => {
      await account.createJob('a', 'render', { usesTaskDependencies: true });
      await account.addTasks('a', ['t'], 60);
      await account.control('POST', 'faults', {
        effect: 'refuse',
        code: 'TooManyRequests',
        retryAfter: 0,
        operation,
        times: 2,
      });
      expect(await work()).toMatchObject([{ jobId: 'a', active: aLoad(1) }]);
      expect(await requests(operation)).toBe(3);
    },
  );

  it('fails as a whole, and stops asking, where a job cannot be counted', async () => {
    await Promise.all(ids('job-', 50).map((id) => account.createJob(id, 'render')));
    const jobs = await batch.listJobs('demo');
    await account.control('POST', 'faults', {
      effect: 'refuse',
      code: 'TooManyRequests',
      retryAfter: 3600,
      operation: 'Jobs_GetJobTaskCounts',
      times: 1000,
    });
    await expect(batch.countWork('demo', jobs)).rejects.toMatchObject({
      code: 'BatchUnavailable',
      message: expect.stringMatching(/^Counting the tasks of the job demo\/job-\d+ failed: Batch answered 429/),
    });
    expect(await requests('Jobs_GetJobTaskCounts')).toBeLessThan(50);
  });

  it('has no more than ten requests under way', async () => {
    await Promise.all(ids('job-', 30).map((id) => account.createJob(id, 'render')));
    await account.control('POST', 'faults', {
      effect: 'slow',
      milliseconds: 40,
      operation: 'Jobs_GetJobTaskCounts',
      times: 30,
    });
    const jobs = await batch.listJobs('demo');
    const began = performance.now();
    expect((await batch.countWork('demo', jobs)).map(({ jobId }) => jobId)).toEqual(ids('job-', 30));
    expect(performance.now() - began).toBeGreaterThanOrEqual(100);
  });
});

describe('tasks that depend on others', () => {
  beforeEach(() => account.createJob('graph', 'render', { usesTaskDependencies: true }));

  it('does not count those that wait for others', async () => {
    await account.addTasks('graph', ['1', '2', '3'], 60);
    await account.addTasks('graph', ['merge'], 60, {
      dependsOn: { taskIds: ['1'], taskIdRanges: [{ start: 2, end: 3 }] },
    });
    await account.addTasks('graph', ['report'], 60, { dependsOn: { taskIds: ['MERGE'] }, requiredSlots: 2 });
    expect(await work()).toMatchObject([{ active: aLoad(5, 6), runnable: { atLeast: aLoad(3), atMost: aLoad(3) } }]);
  });

  it('counts a multi-instance task once for each of its nodes', async () => {
    const multiInstanceSettings = { numberOfInstances: 4, coordinationCommandLine: 'start' };
    await account.addTasks('graph', ['mpi'], 60, { multiInstanceSettings });
    expect(await work()).toMatchObject([{ active: aLoad(1), runnable: { atLeast: aLoad(1, 4) } }]);
  });

  it('looks at one page, and is certain of what it says alone', async () => {
    await addMany('graph', 1000);
    await account.addTasks('graph', ['last'], 60, { dependsOn: { taskIds: ['many-0'] } });
    expect(await work()).toMatchObject([
      { active: aLoad(1001), runnable: { atLeast: aLoad(1000), atMost: aLoad(1001) } },
    ]);
    expect(await requests('Tasks_ListTasks')).toBe(1);
  });

  it('makes no second call where nothing waits', async () => {
    expect(await work()).toMatchObject([{ active: aLoad(0), runnable: undefined }]);
    expect(await requests('Tasks_ListTasks')).toBe(0);
  });

  it('counts the same tasks that get to run once there are nodes', async () => {
    await account.createIdlePool('render', { dedicated: 3 });
    await account.addTasks('graph', ['1', '2'], 60);
    await account.addTasks('graph', ['fails'], 60, { commandLine: 'sleep 60; exit 3' });
    const exitConditions = { default: { dependencyAction: 'satisfy' } };
    await account.addTasks('graph', ['forgiven'], 60, { commandLine: 'sleep 30; exit 3', exitConditions });
    await account.addTasks('graph', ['long'], 3600);
    const depending = {
      'after-all': { taskIdRanges: [{ start: 1, end: 2 }] },
      'after-failure': { taskIds: ['fails'] },
      'after-forgiven': { taskIds: ['forgiven', '1'] },
      'after-long': { taskIds: ['long'] },
      'after-waiting': { taskIds: ['after-all'] },
    };
    for (const [id, dependsOn] of Object.entries(depending)) await account.addTasks('graph', [id], 3600, { dependsOn });
    await account.call('POST', '/pools/render/resize', { targetDedicatedNodes: 1 });
    await account.advance('PT10M');
    expect(await account.tasks('graph')).toContain('long running');
    expect(await work()).toMatchObject([{ active: aLoad(5), running: aLoad(1), runnable: { atLeast: aLoad(2) } }]);
    await account.call('POST', '/pools/render/resize', { targetDedicatedNodes: 9 });
    await account.advance('PT10M');
    expect((await account.tasks('graph')).filter((task) => task.endsWith('running'))).toEqual([
      'long running',
      'after-all running',
      'after-forgiven running',
    ]);
    expect(await work()).toMatchObject([{ running: aLoad(3), runnable: { atLeast: aLoad(0), atMost: aLoad(0) } }]);
  });
});
