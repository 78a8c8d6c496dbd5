import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
  await account.createIdlePool('render', { dedicated: 4 });
  await account.createJob('graph', 'render', { usesTaskDependencies: true });
});
afterEach(() => account.close());

async function addTask(id: string, properties: Record<string, unknown>, job = 'graph') {
  const task = { id, commandLine: 'sleep 60', ...properties };
  return account.call<{ code: string }>('POST', `/jobs/${job}/tasks`, task);
}

describe('a task that depends on others', () => {
  it('waits until all of them have succeeded', async () => {
    await addTask('Short', {});
    await addTask('long', { commandLine: 'sleep 90' });
    await addTask('last', { dependsOn: { taskIds: ['short', 'long'] } });
    expect(await account.tasks('graph')).toEqual(['Short running', 'long running', 'last active']);
    const { body } = await account.call<object>('GET', '/jobs/graph/taskcounts');
    expect(body).toMatchObject({ taskCounts: { active: 1, running: 2 } });
    await account.advance('PT1M');
    expect(await account.tasks('graph')).toEqual(['Short completed', 'long running', 'last active']);
    await account.advance('PT30S');
    expect(await account.tasks('graph')).toEqual(['Short completed', 'long completed', 'last running']);
  });

  it('lets those behind it go on', async () => {
    await addTask('blocked', { dependsOn: { taskIds: ['none'] } });
    await addTask('free', {});
    expect(await account.tasks('graph')).toEqual(['blocked active', 'free running']);
  });

  it('takes both ends of a range', async () => {
    await account.addTasks('graph', ['9', '10', '11'], 60);
    await addTask('12', { commandLine: 'sleep 120' });
    await addTask('after', { dependsOn: { taskIdRanges: [{ start: 9, end: 12 }] } });
    await addTask('early', { dependsOn: { taskIdRanges: [{ start: 9, end: 11 }] } });
    await account.advance('PT1M');
    expect(await account.tasks('graph')).toEqual(
      expect.arrayContaining(['12 running', 'after active', 'early running']),
    );
    await account.advance('PT1M');
    expect(await account.tasks('graph')).toEqual(expect.arrayContaining(['12 completed', 'after running']));
  });

  it('waits for one that is not there, until it has come and succeeded', async () => {
    await addTask('after', { dependsOn: { taskIds: ['later'] } });
    await account.advance('PT1H');
    expect(await account.tasks('graph')).toEqual(['after active']);
    await addTask('later', {});
    await account.advance('PT1M');
    expect(await account.tasks('graph')).toEqual(['after running', 'later completed']);
  });

  it('waits for all tries of one that fails, and for ever if none succeeds', async () => {
    await addTask('fails', { commandLine: 'sleep 60; exit 3', constraints: { maxTaskRetryCount: 1 } });
    await addTask('after', { dependsOn: { taskIds: ['fails'] } });
    await account.advance('PT1M');
    expect(await account.tasks('graph')).toEqual(['fails running', 'after active']);
    await account.advance('PT1H');
    expect(await account.tasks('graph')).toEqual(['fails completed', 'after active']);
  });

  it('waits for ever for one that somebody ends', async () => {
    await addTask('ended', {});
    await addTask('after', { dependsOn: { taskIds: ['ended'] } });
    await account.call('POST', '/jobs/graph/tasks/ended/terminate');
    expect(await account.tasks('graph')).toEqual(['ended completed', 'after active']);
  });

  it.each([
    ['the code', { exitCodes: [{ code: 3, exitOptions: { dependencyAction: 'satisfy' } }] }, 'running'],
    ['a range', { exitCodeRanges: [{ start: 1, end: 9, exitOptions: { dependencyAction: 'satisfy' } }] }, 'running'],
    ['the default', { default: { dependencyAction: 'satisfy' } }, 'running'],
    ['another code', { exitCodes: [{ code: 4, exitOptions: { dependencyAction: 'satisfy' } }] }, 'active'],
    ['blocking', { default: { dependencyAction: 'block' } }, 'active'],
  ])('goes by what the exit conditions of a failed one say: %s', async (_, exitConditions, state) => {
    await addTask('fails', { commandLine: 'sleep 60; exit 3', exitConditions });
    await addTask('after', { dependsOn: { taskIds: ['fails'] } });
    await account.advance('PT1M');
    expect(await account.tasks('graph')).toEqual(['fails completed', `after ${state}`]);
  });

  it('waits for one that succeeded where exit code 0 is to block', async () => {
    await addTask('fine', { exitConditions: { exitCodes: [{ code: 0, exitOptions: { dependencyAction: 'block' } }] } });
    await addTask('after', { dependsOn: { taskIds: ['fine'] } });
    await account.advance('PT1M');
    expect(await account.tasks('graph')).toEqual(['fine completed', 'after active']);
  });
});

describe('dependencies are refused', () => {
  it('in a job that does not use them', async () => {
    await account.createJob('plain', 'render');
    expect(await addTask('after', { dependsOn: { taskIds: ['a'] } }, 'plain')).toMatchObject({
      status: 400,
      body: { code: 'TaskDependenciesNotSpecifiedOnJob' },
    });
    const value = [{ id: 'after', commandLine: 'sleep 1', dependsOn: { taskIds: ['a'] } }];
    expect((await account.call<object>('POST', '/jobs/plain/addtaskcollection', { value })).body).toMatchObject({
      value: [{ status: 'clienterror', error: { code: 'TaskDependenciesNotSpecifiedOnJob' } }],
    });
  });

  it('where the list of ids is too long', async () => {
    const taskIds = Array.from({ length: 1001 }, (_, index) => String(index).padStart(64, '0'));
    expect(await addTask('after', { dependsOn: { taskIds } })).toMatchObject({
      status: 400,
      body: { code: 'TaskDependencyListTooLong' },
    });
    expect((await addTask('after', { dependsOn: { taskIds: taskIds.slice(0, 1000) } })).status).toBe(201);
  });
});
