import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireJob } from '../../../../src/wire/job.ts';
import type { WireTask } from '../../../../src/wire/task.ts';
import { type Answer, EmulatedAccount, type PoolOptions } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

/** What the emulator takes for a job to be disabled, enabled, terminated or deleted. */
const SETTLED = 'PT2S';

type Refusal = Answer<{ readonly code: string }>;

async function poolWithJob(options: PoolOptions = {}, properties: Record<string, unknown> = {}): Promise<void> {
  await account.createIdlePool('render', options);
  await account.createJob('job', 'render', properties);
}

function post(action: string, body?: unknown): Promise<Refusal> {
  return account.call('POST', `/jobs/job/${action}`, body);
}

function patch(body: unknown): Promise<Refusal> {
  return account.call('PATCH', '/jobs/job', body);
}

async function job(id = 'job'): Promise<WireJob & Record<string, unknown>> {
  const { body } = await account.call<WireJob & Record<string, unknown>>('GET', `/jobs/${id}`);
  return body;
}

async function task(id: string): Promise<WireTask> {
  const { body } = await account.call<WireTask>('GET', `/jobs/job/tasks/${id}`);
  return body;
}

/** A job with one task on the only node, and one that waits. */
async function busyJob(): Promise<void> {
  await poolWithJob();
  await account.addTasks('job', ['t1', 't2'], 60);
}

async function disabledJob(): Promise<void> {
  await poolWithJob();
  await post('disable', { disableTasks: 'requeue' });
  await account.advance(SETTLED);
}

describe('a job that is disabled', () => {
  it('with requeue puts its running tasks back, and gets no node for them', async () => {
    await busyJob();
    const { status, headers } = await post('disable', { disableTasks: 'requeue' });
    expect([status, headers.get('etag')]).toEqual([202, (await job()).eTag]);
    expect(await job()).toMatchObject({ state: 'disabling', previousState: 'active' });
    expect(await task('t1')).toMatchObject({ state: 'active', executionInfo: { requeueCount: 1, retryCount: 0 } });
    expect(await account.states('render')).toEqual(['idle']);
    await account.advance(SETTLED);
    expect(await job()).toMatchObject({
      state: 'disabled',
      stateTransitionTime: '2026-03-02T12:04:02.0000000Z',
      previousState: 'disabling',
      previousStateTransitionTime: '2026-03-02T12:04:00.0000000Z',
    });
    expect(await account.tasks('job')).toEqual(['t1 active', 't2 active']);
  });

  it('with terminate ends its running tasks, and those that wait go on waiting', async () => {
    await busyJob();
    await post('disable', { disableTasks: 'terminate' });
    expect(await task('t1')).toMatchObject({
      state: 'completed',
      executionInfo: { result: 'failure', failureInfo: { code: 'TaskEnded' } },
    });
    await account.advance(SETTLED);
    expect((await job()).state).toBe('disabled');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 active']);
  });

  it('with wait lets its running tasks end first', async () => {
    await busyJob();
    await post('disable', { disableTasks: 'wait' });
    await account.advance('PT59S');
    expect((await job()).state).toBe('disabling');
    await account.advance('PT1S');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 active']);
    expect((await job()).state).toBe('disabling');
    await account.advance(SETTLED);
    expect((await job()).state).toBe('disabled');
  });

  it('with wait can be hurried by disabling it once more', async () => {
    await busyJob();
    await post('disable', { disableTasks: 'wait' });
    await post('disable', { disableTasks: 'requeue' });
    await account.advance(SETTLED);
    expect((await job()).state).toBe('disabled');
  });

  it('leaves its nodes to others', async () => {
    await busyJob();
    await account.createJob('other', 'render');
    await account.addTasks('other', ['o1'], 60);
    await post('disable', { disableTasks: 'requeue' });
    expect(await account.tasks('other')).toEqual(['o1 running']);
  });

  it('takes new tasks, which wait', async () => {
    await disabledJob();
    await account.addTasks('job', ['t1'], 60);
    expect(await account.tasks('job')).toEqual(['t1 active']);
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('is asked what becomes of its tasks', async () => {
    await poolWithJob();
    expect(await post('disable', {})).toMatchObject({ status: 400, body: { code: 'MissingRequiredProperty' } });
    expect(await post('disable', { disableTasks: 'pause' })).toMatchObject({ body: { code: 'InvalidPropertyValue' } });
  });

  it('can have another pool, on which its tasks run when it is enabled', async () => {
    await busyJob();
    expect(await patch({ poolInfo: { poolId: 'other' } })).toMatchObject({
      status: 409,
      body: { code: 'OperationInvalidForCurrentState' },
    });
    await post('disable', { disableTasks: 'requeue' });
    await account.createIdlePool('other', { dedicated: 2 });
    expect(await patch({ poolInfo: { poolId: 'other' } })).toMatchObject({ status: 200 });
    await post('enable');
    await account.advance(SETTLED);
    expect(await account.tasks('job')).toEqual(['t1 running', 't2 running']);
    expect(await task('t1')).toMatchObject({ nodeInfo: { poolId: 'other' } });
    expect((await job()).executionInfo.poolId).toBe('other');
  });
});

describe('a job that is enabled', () => {
  it('is active after a moment, and its tasks run again in their old order', async () => {
    await busyJob();
    await post('disable', { disableTasks: 'requeue' });
    await account.advance(SETTLED);
    expect(await post('enable')).toMatchObject({ status: 202 });
    expect((await job()).state).toBe('enabling');
    expect(await account.states('render')).toEqual(['idle']);
    expect(await post('disable', { disableTasks: 'wait' })).toMatchObject({ status: 409 });
    await account.advance(SETTLED);
    expect((await job()).state).toBe('active');
    expect(await account.tasks('job')).toEqual(['t1 running', 't2 active']);
  });

  it('has to be disabled before', async () => {
    await poolWithJob();
    expect(await post('enable')).toMatchObject({ status: 409, body: { code: 'OperationInvalidForCurrentState' } });
  });
});

describe('a job that is terminated', () => {
  it('ends its running tasks, and keeps those that wait as they are', async () => {
    await busyJob();
    expect(await post('terminate', { terminateReason: 'Enough' })).toMatchObject({ status: 202 });
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 active']);
    expect(await account.states('render')).toEqual(['idle']);
    const { state, executionInfo } = await job();
    expect([state, executionInfo.terminateReason]).toEqual(['terminating', undefined]);
    await account.advance(SETTLED);
    expect(await job()).toMatchObject({
      state: 'completed',
      executionInfo: { terminateReason: 'Enough', endTime: '2026-03-02T12:04:02.0000000Z' },
    });
    await account.advance('PT1H');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 active']);
  });

  it('says UserTerminate where no reason is given', async () => {
    await poolWithJob();
    await post('terminate');
    await account.advance(SETTLED);
    expect((await job()).executionInfo.terminateReason).toBe('UserTerminate');
  });

  it('gives its node to the next task of another', async () => {
    await busyJob();
    await account.createJob('other', 'render');
    await account.addTasks('other', ['o1'], 60);
    await post('terminate');
    expect(await account.tasks('other')).toEqual(['o1 running']);
  });

  it.each([
    ['terminating', 'JobBeingTerminated', 'PT0S'],
    ['completed', 'JobCompleted', SETTLED],
  ])('refuses every change while it is %s', async (state, code, after) => {
    await poolWithJob();
    await post('terminate');
    await account.advance(after);
    expect((await job()).state).toBe(state);
    const answers = await Promise.all([
      post('terminate'),
      post('enable'),
      post('disable', { disableTasks: 'wait' }),
      patch({ priority: 1 }),
      account.call<{ code: string }>('PUT', '/jobs/job', { poolInfo: { poolId: 'render' } }),
      post('tasks', { id: 't1', commandLine: 'sleep 1' }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [409, code]));
  });
});

describe('a job that is deleted', () => {
  it('is gone after a while with its tasks, and frees its node', async () => {
    await busyJob();
    expect(await account.call<undefined>('DELETE', '/jobs/job')).toMatchObject({ status: 202, body: undefined });
    expect((await job()).state).toBe('deleting');
    expect(await account.states('render')).toEqual(['idle']);
    await account.advance(SETTLED);
    expect(await account.call<object>('GET', '/jobs/job')).toMatchObject({ body: { code: 'JobNotFound' } });
    expect(await account.call<object>('GET', '/jobs/job/tasks/t1')).toMatchObject({ status: 404 });
  });

  it('refuses every change meanwhile', async () => {
    await busyJob();
    await account.call('DELETE', '/jobs/job');
    const answers = await Promise.all([
      account.call<{ code: string }>('DELETE', '/jobs/job'),
      account.call<{ code: string }>('POST', '/jobs', { id: 'job', poolInfo: { poolId: 'render' } }),
      post('terminate'),
      patch({ priority: 1 }),
      post('tasks/t1/terminate'),
      account.call<{ code: string }>('DELETE', '/jobs/job/tasks/t1'),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [409, 'JobBeingDeleted']));
  });

  it('makes room for another of the same name, to which nothing happens that was meant for the first', async () => {
    await busyJob();
    await account.call('DELETE', '/jobs/job');
    await account.advance(SETTLED);
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 600);
    await account.advance('PT2M');
    expect((await job()).state).toBe('active');
    expect(await account.tasks('job')).toEqual(['t1 running']);
  });

  it('may be completed already', async () => {
    await poolWithJob();
    await post('terminate');
    await account.advance(SETTLED);
    expect(await account.call('DELETE', '/jobs/job')).toMatchObject({ status: 202 });
  });
});

describe('a job that is patched', () => {
  it('keeps what is not named', async () => {
    await poolWithJob({}, { priority: 5, metadata: [{ name: 'a', value: 'b' }], displayName: 'A job' });
    const before = await job();
    const { status, headers } = await patch({ maxParallelTasks: 3, constraints: { maxTaskRetryCount: 1 } });
    const after = await job();
    expect([status, headers.get('etag')]).toEqual([200, after.eTag]);
    expect(after.eTag).not.toBe(before.eTag);
    expect(after).toMatchObject({
      priority: 5,
      maxParallelTasks: 3,
      constraints: { maxTaskRetryCount: 1 },
      metadata: [{ name: 'a', value: 'b' }],
      displayName: 'A job',
    });
  });

  it('with a higher priority comes before others at once', async () => {
    await poolWithJob();
    await account.createJob('other', 'render');
    await account.addTasks('other', ['o1', 'o2'], 60);
    await account.addTasks('job', ['t1'], 60);
    await patch({ priority: 100 });
    await account.advance('PT1M');
    expect(await account.tasks('other')).toEqual(['o1 completed', 'o2 active']);
    expect(await account.tasks('job')).toEqual(['t1 running']);
  });

  it('with more parallel tasks starts them at once', async () => {
    await poolWithJob({ dedicated: 3 }, { maxParallelTasks: 1 });
    await account.addTasks('job', ['t1', 't2'], 60);
    await patch({ maxParallelTasks: -1 });
    expect(await account.tasks('job')).toEqual(['t1 running', 't2 running']);
  });

  it('ends at once where all its tasks have ended and it is told to end then', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1'], 60);
    await account.advance('PT1M');
    await patch({ onAllTasksComplete: 'terminatejob' });
    expect(await job()).toMatchObject({
      state: 'completed',
      executionInfo: { terminateReason: 'AllTasksComplete', endTime: '2026-03-02T12:05:00.0000000Z' },
    });
  });

  it('cannot be told any more not to end', async () => {
    await poolWithJob({}, { onAllTasksComplete: 'terminatejob' });
    expect(await patch({ onAllTasksComplete: 'noaction' })).toMatchObject({
      status: 400,
      body: { code: 'InvalidPropertyValue' },
    });
  });

  it.each([
    [{ priority: 1001 }, 'InvalidPropertyValue'],
    [{ maxParallelTasks: 0 }, 'InvalidPropertyValue'],
    [{ constraints: { maxWallClockTime: '-PT1M' } }, 'InvalidPropertyValue'],
    [{ displayName: 'x' }, 'UnsupportedProperty'],
  ])('refuses %j', async (body, code) => {
    await poolWithJob();
    const before = await job();
    expect(await patch(body)).toMatchObject({ status: 400, body: { code } });
    expect(await job()).toEqual(before);
  });
});

describe('a job that is replaced', () => {
  it('loses what is not named', async () => {
    await poolWithJob(
      {},
      {
        priority: 5,
        constraints: { maxTaskRetryCount: 1 },
        metadata: [{ name: 'a', value: 'b' }],
        displayName: 'A job',
      },
    );
    const { status } = await account.call('PUT', '/jobs/job', { poolInfo: { poolId: 'render' }, maxParallelTasks: 2 });
    const after = await job();
    expect(status).toBe(200);
    expect(after).toMatchObject({ priority: 0, maxParallelTasks: 2, displayName: 'A job' });
    const unlimited = { maxWallClockTime: 'P10675199DT2H48M5.4775807S', maxTaskRetryCount: 0 };
    expect([after['constraints'], after['metadata']]).toEqual([unlimited, undefined]);
  });

  it('may be sent back as it was read', async () => {
    await poolWithJob();
    const read = await job();
    expect(await account.call('PUT', '/jobs/job', { ...read, priority: 7 })).toMatchObject({ status: 200 });
    expect((await job()).priority).toBe(7);
  });

  it('names its pool, and another only when it is disabled', async () => {
    await disabledJob();
    const put = (body: unknown) => account.call<{ code: string }>('PUT', '/jobs/job', body);
    expect(await put({ priority: 1 })).toMatchObject({ body: { code: 'MissingRequiredProperty' } });
    expect(await put({ poolInfo: { poolId: 'other' } })).toMatchObject({ status: 200 });
    await post('enable');
    await account.advance(SETTLED);
    expect(await put({ poolInfo: { poolId: 'render' } })).toMatchObject({ status: 409 });
  });
});

describe('a job with a wall clock time', () => {
  it('is ended when it is over', async () => {
    await poolWithJob({}, { constraints: { maxWallClockTime: 'PT1M' } });
    await account.addTasks('job', ['t1'], 600);
    await account.advance('PT59S');
    expect((await job()).state).toBe('active');
    await account.advance('PT3S');
    expect(await job()).toMatchObject({
      state: 'completed',
      executionInfo: { terminateReason: 'MaxWallClockTimeExpiry', endTime: '2026-03-02T12:05:02.0000000Z' },
    });
    expect(await account.tasks('job')).toEqual(['t1 completed']);
  });

  it('can be given more of it, or less', async () => {
    await poolWithJob({}, { constraints: { maxWallClockTime: 'PT1M' } });
    await patch({ constraints: { maxWallClockTime: 'PT1H' } });
    await account.advance('PT10M');
    expect((await job()).state).toBe('active');
    await patch({ constraints: { maxWallClockTime: 'PT5M' } });
    await account.advance(SETTLED);
    expect((await job()).state).toBe('completed');
  });
});

describe('a world with jobs', () => {
  it('is the same when it is played again from its requests', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jobs-'));
    const options = { file: join(folder, 'world.jsonl') };
    try {
      await account.close();
      account = await EmulatedAccount.start(options);
      await poolWithJob({ dedicated: 2 });
      await account.createJob('other', 'render', { constraints: { maxWallClockTime: 'PT20M' } });
      for (const id of ['job', 'other']) await account.addTasks(id, ['t1', 't2', 't3'], 300);
      await post('disable', { disableTasks: 'requeue' });
      await account.advance('PT1M');
      await patch({ priority: 10 });
      await post('enable');
      await account.advance('PT1M');
      await account.call('DELETE', '/jobs/other/tasks/t2');
      await post('tasks/t1/terminate');
      await account.advance('PT5M');
      await post('tasks/t1/reactivate');
      await post('terminate', { terminateReason: 'Enough' });
      await account.advance('PT1S');
      const seen = await everything();
      await account.close();
      account = await EmulatedAccount.start(options);
      expect(await everything()).toEqual(seen);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  async function everything(): Promise<string> {
    const paths = ['/jobs', '/jobs/job/tasks', '/jobs/other/tasks', '/pools/render/nodes'];
    const lists = await Promise.all(paths.map((path) => account.call<{ value: object }>('GET', path)));
    return JSON.stringify(lists.map(({ body }) => body.value)).replaceAll(account.url, '');
  }
});

describe('a request with a condition', () => {
  const LATER = { 'if-unmodified-since': 'Mon, 02 Mar 2026 12:04:00 GMT' };
  const EARLIER = { 'if-unmodified-since': 'Mon, 02 Mar 2026 12:03:59 GMT' };

  it.each([
    ['the tag that it has', async () => ({ 'if-match': (await job()).eTag }), 200],
    ['the tag that it has, in quotes', async () => ({ 'if-match': `"${(await job()).eTag}"` }), 200],
    ['any tag', async () => ({ 'if-match': '*' }), 200],
    ['another tag', async () => ({ 'if-match': '0x8DE' }), 412],
    ['not the tag that it has', async () => ({ 'if-none-match': (await job()).eTag }), 412],
    ['not another tag', async () => ({ 'if-none-match': '0x8DE' }), 200],
    ['no change since', async () => LATER, 200],
    ['no change since before', async () => EARLIER, 412],
    ['a date that is none', async () => ({ 'if-unmodified-since': 'yesterday' }), 400],
  ])('for %s', async (_, headers, status) => {
    await poolWithJob();
    const before = await job();
    const answer = await account.call<{ code: string } | undefined>(
      'PATCH',
      '/jobs/job',
      { priority: 9 },
      await headers(),
    );
    expect(answer.status).toBe(status);
    if (status === 412) expect(answer.body?.code).toBe('ConditionNotMet');
    if (status !== 200) expect(await job()).toEqual(before);
  });

  it.each([
    ['PUT', '/jobs/job', { poolInfo: { poolId: 'render' } }],
    ['POST', '/jobs/job/disable', { disableTasks: 'requeue' }],
    ['POST', '/jobs/job/enable', undefined],
    ['POST', '/jobs/job/terminate', undefined],
    ['DELETE', '/jobs/job', undefined],
    ['PUT', '/jobs/job/tasks/t1', {}],
    ['POST', '/jobs/job/tasks/t1/terminate', undefined],
    ['POST', '/jobs/job/tasks/t1/reactivate', undefined],
    ['DELETE', '/jobs/job/tasks/t1', undefined],
  ])('that is not met changes nothing: %s %s', async (method, path, body) => {
    await busyJob();
    const before = [await job(), await task('t1')];
    const answer = await account.call<object>(method, path, body, { 'if-match': '0x8DE' });
    expect(answer).toMatchObject({ status: 412, body: { code: 'ConditionNotMet' } });
    expect([await job(), await task('t1')]).toEqual(before);
  });

  it('that is not met by what is read gets no body', async () => {
    await busyJob();
    const [{ eTag: jobTag }, { eTag: taskTag }] = [await job(), await task('t1')];
    const read = (path: string, headers: Record<string, string>) =>
      account.call<unknown>('GET', path, undefined, headers);
    const known = await read('/jobs/job', { 'if-none-match': jobTag });
    expect([known.status, known.body, known.headers.get('etag')]).toEqual([304, undefined, jobTag]);
    expect(await read('/jobs/job/tasks/t1', { 'if-none-match': taskTag })).toMatchObject({ status: 304 });
    const since = { 'if-modified-since': 'Mon, 02 Mar 2026 12:04:00 GMT' };
    expect(await read('/jobs/job', since)).toMatchObject({ status: 304 });
    await account.advance('PT1S');
    await patch({ priority: 3 });
    expect(await read('/jobs/job', since)).toMatchObject({ status: 200 });
    expect(await read('/jobs/job', { 'if-none-match': jobTag })).toMatchObject({ status: 200 });
  });
});
