import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireTask } from '../../../../src/wire/task.ts';
import { type Answer, EmulatedAccount, type PoolOptions } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

async function poolWithJob(options: PoolOptions = {}, properties: Record<string, unknown> = {}): Promise<void> {
  await account.createIdlePool('render', options);
  await account.createJob('job', 'render', properties);
}

async function addTask(id: string, commandLine: string, properties: Record<string, unknown> = {}): Promise<void> {
  const { status } = await account.call('POST', '/jobs/job/tasks', { id, commandLine, ...properties });
  expect(status).toBe(201);
}

function operate(method: string, path: string, body?: unknown): Promise<Answer<{ readonly code: string }>> {
  return account.call(method, `/jobs/job/tasks/${path}`, body);
}

async function task(id = 't1'): Promise<WireTask & Record<string, unknown>> {
  const { body } = await account.call<WireTask & Record<string, unknown>>('GET', `/jobs/job/tasks/${id}`);
  return body;
}

async function counts(): Promise<object> {
  const { body } = await account.call<{ taskCounts: object }>('GET', '/jobs/job/taskcounts');
  return body.taskCounts;
}

describe('a task whose command exits', () => {
  it('with another code than 0 has failed', async () => {
    await poolWithJob();
    await addTask('t1', '/bin/sh -c "sleep 30; exit 3"');
    await account.advance('PT30S');
    expect(await task()).toMatchObject({
      state: 'completed',
      executionInfo: {
        exitCode: 3,
        result: 'failure',
        retryCount: 0,
        failureInfo: { category: 'usererror', code: 'FailureExitCode' },
      },
    });
    expect(await counts()).toMatchObject({ completed: 1, succeeded: 0, failed: 1 });
    expect(await account.nodes('render')).toMatchObject([{ state: 'idle', totalTasksRun: 1, totalTasksSucceeded: 0 }]);
  });

  it('with 0 has succeeded', async () => {
    await poolWithJob();
    await addTask('t1', '/bin/sh -c "exit 0"');
    await account.advance('PT10S');
    expect(await task()).toMatchObject({ executionInfo: { exitCode: 0, result: 'success' } });
  });

  it('is tried again as often as its constraints say', async () => {
    await poolWithJob();
    await addTask('t1', 'sleep 60; exit 1', { constraints: { maxTaskRetryCount: 2 } });
    await account.advance('PT60S');
    const { executionInfo, ...second } = await task();
    expect(second).toMatchObject({ state: 'running', previousState: 'active' });
    expect(executionInfo).toEqual({
      retryCount: 1,
      requeueCount: 0,
      startTime: '2026-03-02T12:05:00.0000000Z',
      lastRetryTime: '2026-03-02T12:05:00.0000000Z',
    });
    await account.advance('PT119S');
    expect(await task()).toMatchObject({ state: 'running', executionInfo: { retryCount: 2 } });
    await account.advance('PT1S');
    expect(await task()).toMatchObject({
      state: 'completed',
      executionInfo: { exitCode: 1, retryCount: 2, lastRetryTime: '2026-03-02T12:06:00.0000000Z' },
    });
    const changes = (await account.journal('task')).map((entry) => (entry.kind === 'task' ? entry.change : ''));
    expect(changes).toEqual(['started', 'retried', 'started', 'retried', 'started', 'completed']);
  });

  it('is tried again as often as its job says, where it says nothing itself', async () => {
    await poolWithJob({}, { constraints: { maxTaskRetryCount: 1 } });
    await addTask('t1', 'sleep 60; exit 1');
    await addTask('t2', 'sleep 60; exit 1', { constraints: { maxTaskRetryCount: 0 } });
    await account.advance('PT10M');
    expect((await task('t1')).executionInfo.retryCount).toBe(1);
    expect((await task('t2')).executionInfo.retryCount).toBe(0);
  });

  it('is tried again without end where -1 is said', async () => {
    await poolWithJob();
    await addTask('t1', 'sleep 60; exit 1', { constraints: { maxTaskRetryCount: -1 } });
    await account.advance('PT1H');
    expect(await task()).toMatchObject({ state: 'running', executionInfo: { retryCount: 60 } });
  });

  it('is tried again a second later at the earliest, so that time passes', async () => {
    const startTask = { commandLine: 'sleep 0; exit 1', maxTaskRetryCount: -1 };
    await poolWithJob();
    await addTask('t1', 'sleep 0; exit 1', { constraints: { maxTaskRetryCount: -1 } });
    await account.createPool('other', { properties: { startTask } });
    await account.advance('PT10M');
    expect(await task()).toMatchObject({ state: 'running', executionInfo: { retryCount: 601 } });
    // Its node has started after four minutes.
    const [node] = await account.nodes('other');
    expect(node).toMatchObject({ state: 'waitingforstarttask', startTaskInfo: { retryCount: 361 } });
  });

  it('ends its job all the same where that asks for it', async () => {
    await poolWithJob({}, { onAllTasksComplete: 'terminatejob' });
    await addTask('t1', 'sleep 60; exit 1');
    await account.advance('PT60S');
    const { body } = await account.call<object>('GET', '/jobs/job');
    expect(body).toMatchObject({ state: 'completed' });
  });

  it('later than it may run is ended, and not tried again', async () => {
    await poolWithJob();
    await addTask('t1', 'sleep 600', { constraints: { maxWallClockTime: 'PT1M', maxTaskRetryCount: 3 } });
    await account.advance('PT1M');
    expect(await task()).toMatchObject({
      state: 'completed',
      executionInfo: { result: 'failure', failureInfo: { code: 'TaskEnded' }, endTime: '2026-03-02T12:05:00.0000000Z' },
    });
  });
});

describe('a task that is terminated', () => {
  it('while it runs frees its node for the next', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1', 't2'], 60);
    const { status, body, headers } = await operate('POST', 't1/terminate');
    expect([status, body, headers.get('etag')]).toEqual([204, undefined, (await task()).eTag]);
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 running']);
    expect((await task()).executionInfo).toMatchObject({
      result: 'failure',
      exitCode: -1,
      failureInfo: { category: 'usererror', code: 'TaskEnded', message: 'Task Was Ended by User Request' },
    });
  });

  it('while it waits never runs', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1', 't2'], 60);
    await operate('POST', 't2/terminate');
    await account.advance('PT10M');
    const { state, executionInfo, nodeInfo } = await task('t2');
    expect([state, executionInfo.startTime, executionInfo.exitCode, nodeInfo]).toEqual([
      'completed',
      undefined,
      undefined,
      undefined,
    ]);
    expect(await counts()).toMatchObject({ active: 0, completed: 2, succeeded: 1, failed: 1 });
  });

  it('as the last one ends its job where that asks for it', async () => {
    await poolWithJob({}, { onAllTasksComplete: 'terminatejob' });
    await account.addTasks('job', ['t1'], 60);
    await operate('POST', 't1/terminate');
    const { body } = await account.call<object>('GET', '/jobs/job');
    expect(body).toMatchObject({ state: 'completed' });
  });

  it('by the deallocation of its node ends its job too', async () => {
    await poolWithJob({}, { onAllTasksComplete: 'terminatejob' });
    await account.addTasks('job', ['t1'], 60);
    const [node] = await account.nodes('render');
    await account.deallocate('render', node?.id ?? '', 'terminate');
    const { body } = await account.call<object>('GET', '/jobs/job');
    expect(body).toMatchObject({ state: 'completed' });
  });

  it('when it is over is refused', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1'], 60);
    await account.advance('PT1M');
    expect(await operate('POST', 't1/terminate')).toMatchObject({ status: 409, body: { code: 'TaskCompleted' } });
    expect(await operate('POST', 'other/terminate')).toMatchObject({ status: 404, body: { code: 'TaskNotFound' } });
  });
});

describe('a task that is deleted', () => {
  it('while it runs frees its node for the next', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1', 't2'], 60);
    expect(await operate('DELETE', 't1')).toMatchObject({ status: 200, body: undefined });
    expect(await account.tasks('job')).toEqual(['t2 running']);
    expect(await counts()).toMatchObject({ active: 0, running: 1, completed: 0 });
  });

  it('while it waits never runs', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1', 't2'], 60);
    await operate('DELETE', 't2');
    await account.advance('PT10M');
    expect(await account.tasks('job')).toEqual(['t1 completed']);
    expect(await account.nodes('render')).toMatchObject([{ totalTasksRun: 1 }]);
  });

  it('when it is over is counted no more', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1'], 60);
    await account.advance('PT1M');
    await operate('DELETE', 't1');
    expect(await counts()).toMatchObject({ completed: 0, succeeded: 0 });
    expect(await operate('DELETE', 't1')).toMatchObject({ status: 404, body: { code: 'TaskNotFound' } });
  });

  it('makes room for another of the same name, which runs for its own time', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1'], 60);
    await operate('DELETE', 't1');
    await account.addTasks('job', ['t1'], 600);
    await account.advance('PT1M');
    expect(await account.tasks('job')).toEqual(['t1 running']);
  });

  it('lets its node go on to its deallocation', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1'], 600);
    const [node] = await account.nodes('render');
    await account.deallocate('render', node?.id ?? '', 'taskcompletion');
    await operate('DELETE', 't1');
    await account.advance('PT1M');
    expect(await account.states('render')).toEqual(['deallocated']);
  });
});

describe('a task that is reactivated', () => {
  async function failedTask(): Promise<void> {
    await poolWithJob({}, { constraints: { maxTaskRetryCount: 1 } });
    await addTask('t1', 'sleep 60; exit 1');
    await account.advance('PT2M');
  }

  it('runs again, and forgets how it ended', async () => {
    await failedTask();
    await account.addTasks('job', ['t2'], 30);
    const { status, headers } = await operate('POST', 't1/reactivate');
    const { state, executionInfo, nodeInfo, eTag } = await task();
    expect([status, headers.get('etag')]).toEqual([204, eTag]);
    expect([state, executionInfo, nodeInfo]).toEqual(['active', { retryCount: 0, requeueCount: 0 }, undefined]);
    expect(await counts()).toMatchObject({ active: 1, running: 1, completed: 0, failed: 0 });
    await account.advance('PT30S');
    expect(await account.tasks('job')).toEqual(['t1 running', 't2 completed']);
    await account.advance('PT2M');
    expect(await task()).toMatchObject({ state: 'completed', executionInfo: { retryCount: 1, exitCode: 1 } });
  });

  it('has to be over, and not to have succeeded', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1'], 60);
    expect(await operate('POST', 't1/reactivate')).toMatchObject({ status: 409, body: { code: 'TaskNotCompleted' } });
    await account.advance('PT1M');
    expect(await operate('POST', 't1/reactivate')).toMatchObject({ status: 409, body: { code: 'TaskSucceeded' } });
  });

  it('is refused where its job is over', async () => {
    await failedTask();
    await account.call('POST', '/jobs/job/terminate');
    expect(await operate('POST', 't1/reactivate')).toMatchObject({ status: 409, body: { code: 'JobBeingTerminated' } });
    await account.advance('PT2S');
    expect(await operate('POST', 't1/reactivate')).toMatchObject({ status: 409, body: { code: 'JobCompleted' } });
  });

  it('waits where its job is disabled', async () => {
    await failedTask();
    await account.call('POST', '/jobs/job/disable', { disableTasks: 'wait' });
    await operate('POST', 't1/reactivate');
    await account.advance('PT1M');
    expect(await account.tasks('job')).toEqual(['t1 active']);
  });
});

describe('a task that is replaced', () => {
  it('has new constraints, which count from then on', async () => {
    await poolWithJob();
    await addTask('t1', 'sleep 60; exit 1', { constraints: { retentionTime: 'PT1H' }, displayName: 'A task' });
    const { status, headers } = await operate('PUT', 't1', { constraints: { maxTaskRetryCount: 1 } });
    expect([status, headers.get('etag')]).toEqual([200, (await task()).eTag]);
    expect(await task()).toMatchObject({ displayName: 'A task', constraints: { maxTaskRetryCount: 1 } });
    expect((await task())['constraints']).toEqual({ maxTaskRetryCount: 1 });
    await account.advance('PT60S');
    expect(await task()).toMatchObject({ state: 'running', executionInfo: { retryCount: 1 } });
  });

  it('may be sent back as it was read', async () => {
    await poolWithJob();
    await addTask('t1', 'sleep 60', { environmentSettings: [{ name: 'A', value: 'b' }] });
    const read = await task();
    const sent = { ...read, constraints: { retentionTime: 'P1D' } };
    expect(await operate('PUT', 't1', sent)).toMatchObject({ status: 200 });
    expect(await task()).toMatchObject({ constraints: { retentionTime: 'P1D' }, commandLine: 'sleep 60' });
  });

  it.each([
    [{ constraints: { maxTaskRetryCount: -2 } }, 'InvalidPropertyValue'],
    [{ constraints: { retentionTime: 'for ever' } }, 'InvalidPropertyValue'],
    [{ cost: 1 }, 'UnsupportedProperty'],
  ])('refuses %j', async (body, code) => {
    await poolWithJob();
    await account.addTasks('job', ['t1'], 60);
    expect(await operate('PUT', 't1', body)).toMatchObject({ status: 400, body: { code } });
  });

  it('when it is over is refused', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1'], 60);
    await account.advance('PT1M');
    expect(await operate('PUT', 't1', {})).toMatchObject({ status: 409, body: { code: 'TaskCompleted' } });
  });
});
