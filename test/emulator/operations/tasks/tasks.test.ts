import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmulation } from '../../../../src/emulator/emulation.ts';
import { catchUp } from '../../../../src/emulator/life/advance.ts';
import { NOON } from '../../../support/builders.ts';
import { EmulatedAccount, IMAGE, type PoolOptions } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

async function poolWithJob(options: PoolOptions = {}): Promise<readonly string[]> {
  const nodes = await account.createIdlePool('render', options);
  await account.createJob('job', 'render');
  return nodes.map(({ id }) => id);
}

/** How many tasks run on each node. */
async function load(): Promise<readonly number[]> {
  return (await account.nodes('render')).map(({ runningTasksCount }) => runningTasksCount).toSorted();
}

describe('a task', () => {
  it('runs on an idle node for as long as its command says', async () => {
    const [node] = await poolWithJob();
    await account.addTasks('job', ['t1'], 90);
    expect(await account.states('render')).toEqual(['running']);
    await account.advance('PT89S');
    expect(await account.tasks('job')).toEqual(['t1 running']);
    await account.advance('PT1S');
    const { body } = await account.call<object>('GET', '/jobs/job/tasks/t1');
    expect(body).toMatchObject({
      state: 'completed',
      previousState: 'running',
      executionInfo: {
        exitCode: 0,
        result: 'success',
        startTime: '2026-03-02T12:04:00.0000000Z',
        endTime: '2026-03-02T12:05:30.0000000Z',
      },
      nodeInfo: { poolId: 'render', nodeId: node },
    });
    expect(await account.node('render', node ?? '')).toMatchObject({
      state: 'idle',
      stateTransitionTime: '2026-03-02T12:05:30.0000000Z',
      totalTasksRun: 1,
      totalTasksSucceeded: 1,
      recentTasks: [
        { jobId: 'job', taskId: 't1', taskState: 'completed', executionInfo: { exitCode: 0, retryCount: 0 } },
      ],
    });
  });

  it.each(['sleep 99999999999999', 'sleep 99999999999999999999999'])(
    'runs for as long as anybody looks where it says %s',
    async (commandLine) => {
      await poolWithJob();
      expect(await account.call('POST', '/jobs/job/tasks', { id: 't1', commandLine })).toMatchObject({ status: 201 });
      // A start task, too.
      await account.createPool('other', { properties: { startTask: { commandLine } } });
      await account.advance('PT1H');
      expect(await account.tasks('job')).toEqual(['t1 running']);
      expect(await account.states('other')).toEqual(['waitingforstarttask']);
    },
  );

  it('is found by the time of its last change, by either name', async () => {
    await poolWithJob({ dedicated: 2 });
    await account.addTasks('job', ['t1'], 1);
    await account.advance('PT5M');
    await account.addTasks('job', ['t2'], 3600);
    for (const name of ['lastModified', 'lastModifiedTime']) {
      const query = new URLSearchParams({ $filter: `${name} gt datetime'2026-03-02T12:06:00Z'`, $select: 'id' });
      expect(await account.call('GET', `/jobs/job/tasks?${query}`)).toMatchObject({ body: { value: [{ id: 't2' }] } });
    }
  });

  it('of a collection is refused with all of it where that has a megabyte', async () => {
    await poolWithJob();
    const task = (id: string) => ({ id, commandLine: `echo ${'x'.repeat(21_000)}` });
    const value = Array.from({ length: 50 }, (_, index) => task(`t${index}`));
    const { status, body } = await account.call<{ code: string }>('POST', '/jobs/job/addtaskcollection', { value });
    expect([status, body.code]).toEqual([413, 'RequestBodyTooLarge']);
    expect(await account.tasks('job')).toEqual([]);
    const fewer = { value: value.slice(0, 49) };
    expect(await account.call('POST', '/jobs/job/addtaskcollection', fewer)).toMatchObject({ status: 200 });
  });

  it('has no more instances than there can be nodes', async () => {
    await poolWithJob();
    const multiInstanceSettings = { numberOfInstances: 1_000_000_000, coordinationCommandLine: 'true' };
    const task = { id: 't1', commandLine: 'true', multiInstanceSettings };
    expect(await account.call('POST', '/jobs/job/tasks', task)).toMatchObject({ status: 400 });
  });

  it('waits where no node is free, and comes on in its turn', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1', 't2', 't3'], 60);
    expect(await account.tasks('job')).toEqual(['t1 running', 't2 active', 't3 active']);
    await account.advance('PT1M');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 running', 't3 active']);
    await account.advance('PT2M');
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('is counted with its slots', async () => {
    await poolWithJob({ properties: { taskSlotsPerNode: 4 } });
    await account.addTasks('job', ['t1', 't2'], 60, { requiredSlots: 3 });
    const { body } = await account.call<object>('GET', '/jobs/job/taskcounts');
    expect(body).toMatchObject({
      taskCounts: { active: 1, running: 1, completed: 0, succeeded: 0, failed: 0 },
      taskSlotCounts: { active: 3, running: 3, completed: 0, succeeded: 0, failed: 0 },
    });
  });

  it('of a job with a higher priority comes before older ones', async () => {
    await poolWithJob();
    await account.createJob('urgent', 'render', { priority: 100 });
    await account.addTasks('job', ['t1', 't2'], 60);
    await account.addTasks('urgent', ['u1'], 60);
    await account.advance('PT1M');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 active']);
    expect(await account.tasks('urgent')).toEqual(['u1 running']);
  });

  it('waits until its job may run more at once', async () => {
    await account.createIdlePool('render', { dedicated: 3 });
    await account.createJob('job', 'render', { maxParallelTasks: 1 });
    await account.addTasks('job', ['t1', 't2'], 60);
    expect(await account.tasks('job')).toEqual(['t1 running', 't2 active']);
    await account.advance('PT1M');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 running']);
  });

  it('waits for a pool that is made after its job', async () => {
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 60);
    await account.createIdlePool('render');
    expect(await account.tasks('job')).toEqual(['t1 running']);
  });

  it('that is there already is told so, and the others of its collection are added', async () => {
    await poolWithJob();
    await account.addTasks('job', ['t1'], 60);
    const value = ['t1', 't2'].map((id) => ({ id, commandLine: 'sleep 1' }));
    const { body } = await account.call<object>('POST', '/jobs/job/addtaskcollection', { value });
    expect(body).toMatchObject({
      value: [
        { status: 'clienterror', taskId: 't1', error: { code: 'TaskExists' } },
        { status: 'success', taskId: 't2', location: `${account.url}/jobs/job/tasks/t2` },
      ],
    });
  });

  it('comes too late to a job that asks to end with its tasks, and had none', async () => {
    await account.createPool('render');
    await account.createJob('job', 'render', { onAllTasksComplete: 'terminatejob' });
    await account.advance('PT1S');
    expect((await account.call<object>('GET', '/jobs/job')).body).toMatchObject({ state: 'active' });
    await account.advance('PT1S');
    expect((await account.call<object>('GET', '/jobs/job')).body).toMatchObject({
      state: 'completed',
      executionInfo: { terminateReason: 'AllTasksComplete' },
    });
    const task = { id: 't1', commandLine: 'true' };
    const { status, body } = await account.call<{ code: string }>('POST', '/jobs/job/tasks', task);
    expect([status, body.code]).toEqual([409, 'JobCompleted']);
  });

  it('ends its job where that asks for it', async () => {
    await account.createIdlePool('render');
    await account.createJob('job', 'render', { onAllTasksComplete: 'terminatejob' });
    await account.addTasks('job', ['t1'], 60);
    await account.advance('PT1M');
    const { body } = await account.call<object>('GET', '/jobs/job');
    expect(body).toMatchObject({ state: 'completed', executionInfo: { terminateReason: 'AllTasksComplete' } });
    const answer = await account.call<object>('POST', '/jobs/job/tasks', { id: 't2', commandLine: 'sleep 1' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'JobCompleted' } });
  });
});

describe('tasks are placed', () => {
  it('with Pack on one node until it is full', async () => {
    await poolWithJob({
      dedicated: 2,
      properties: { taskSlotsPerNode: 2, taskSchedulingPolicy: { nodeFillType: 'Pack' } },
    });
    await account.addTasks('job', ['t1', 't2'], 60);
    expect(await load()).toEqual([0, 2]);
    await account.addTasks('job', ['t3'], 60);
    expect(await load()).toEqual([1, 2]);
  });

  it('with Spread on the emptiest node', async () => {
    await poolWithJob({
      dedicated: 2,
      properties: { taskSlotsPerNode: 2, taskSchedulingPolicy: { nodeFillType: 'Spread' } },
    });
    await account.addTasks('job', ['t1', 't2'], 60);
    expect(await load()).toEqual([1, 1]);
  });

  it('never where too few slots are free', async () => {
    await poolWithJob({ properties: { taskSlotsPerNode: 4 } });
    await account.addTasks('job', ['big'], 60, { requiredSlots: 3 });
    await account.addTasks('job', ['medium'], 60, { requiredSlots: 2 });
    await account.addTasks('job', ['small'], 60, { requiredSlots: 1 });
    await account.addTasks('job', ['huge'], 60, { requiredSlots: 5 });
    expect(await account.tasks('job')).toEqual(['big running', 'medium active', 'small running', 'huge active']);
  });
});

describe('the deallocation of a running node', () => {
  async function runningNode(): Promise<string> {
    const [node = ''] = await poolWithJob({ properties: { taskSlotsPerNode: 2 } });
    await account.addTasks('job', ['t1'], 120);
    await account.advance('PT30S');
    return node;
  }

  it('with taskcompletion lets the task finish, and takes no other', async () => {
    const node = await runningNode();
    expect(await account.deallocate('render', node, 'taskcompletion')).toMatchObject({ status: 202 });
    await account.addTasks('job', ['t2'], 60);
    expect(await account.node('render', node)).toMatchObject({ state: 'deallocating', runningTasksCount: 1 });
    await account.advance('PT90S');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 active']);
    expect(await account.states('render')).toEqual(['deallocating']);
    await account.advance('PT1M');
    expect(await account.states('render')).toEqual(['deallocated']);
  });

  it('with taskcompletion may show running meanwhile: which it is is not established', async () => {
    await account.control('PUT', 'knobs', { drainingState: 'running' });
    const node = await runningNode();
    await account.deallocate('render', node, 'taskcompletion');
    expect(await account.states('render')).toEqual(['running']);
    expect(await account.deallocate('render', node, 'taskcompletion')).toMatchObject({ status: 202 });
    await account.advance('PT90S');
    expect(await account.states('render')).toEqual(['deallocating']);
    await account.advance('PT1M');
    expect(await account.states('render')).toEqual(['deallocated']);
  });

  it.each(['requeue', undefined])('with %s puts the task back to run again', async (option) => {
    const node = await runningNode();
    await account.deallocate('render', node, option);
    const { body } = await account.call<object>('GET', '/jobs/job/tasks/t1');
    expect(body).toMatchObject({
      state: 'active',
      executionInfo: { requeueCount: 1, lastRequeueTime: '2026-03-02T12:04:30.0000000Z' },
    });
    await account.advance('PT1M');
    await account.call('POST', `/pools/render/nodes/${node}/start`);
    await account.advance('PT5M');
    expect(await account.tasks('job')).toEqual(['t1 completed']);
  });

  it('with terminate ends the task for good', async () => {
    const node = await runningNode();
    await account.deallocate('render', node, 'terminate');
    const { body } = await account.call<object>('GET', '/jobs/job/tasks/t1');
    expect(body).toMatchObject({
      state: 'completed',
      executionInfo: { result: 'failure', failureInfo: { category: 'usererror' } },
    });
    const counts = await account.call<{ taskCounts: object }>('GET', '/jobs/job/taskcounts');
    expect(counts.body.taskCounts).toMatchObject({ completed: 1, failed: 1, succeeded: 0 });
  });

  it('with retaineddata waits until the data of its tasks need not be kept', async () => {
    const [node = ''] = await poolWithJob();
    await account.addTasks('job', ['t1'], 60, { constraints: { retentionTime: 'PT1H' } });
    await account.advance('PT1M');
    await account.deallocate('render', node, 'retaineddata');
    await account.advance('PT60M');
    expect(await account.states('render')).toEqual(['deallocating']);
    await account.advance('PT2M');
    expect(await account.states('render')).toEqual(['deallocated']);
  });

  it('stands in the journal with the tasks that were running', async () => {
    const node = await runningNode();
    await account.deallocate('render', node, 'taskcompletion');
    await account.advance('PT10M');
    const entries = (await account.journal()).filter(({ kind }) => kind !== 'request');
    expect(entries.slice(-5)).toMatchObject([
      { kind: 'task', task: 't1', change: 'started' },
      { kind: 'transition', to: 'running', runningTasks: 1, at: '2026-03-02T12:04:00.0000000Z' },
      { kind: 'transition', to: 'deallocating', runningTasks: 1, at: '2026-03-02T12:04:30.0000000Z' },
      { kind: 'task', task: 't1', change: 'completed', at: '2026-03-02T12:06:00.0000000Z' },
      { kind: 'transition', to: 'deallocated', runningTasks: 0, at: '2026-03-02T12:07:00.0000000Z' },
    ]);
  });
});

describe('two hundred thousand tasks that wait', () => {
  it('do so behind one that gets a node', () => {
    const properties = {
      vmSize: 'STANDARD_D2S_V3',
      deploymentConfiguration: { virtualMachineConfiguration: IMAGE },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
    };
    const tasks = ['t1', 't2'].map((id) => ({ id, commandLine: 'sleep 3600' }));
    const jobs = [{ id: 'job', poolInfo: { poolId: 'render' }, tasks }];
    const scenario = { accounts: [{ name: 'demo', pools: [{ name: 'render', properties }], jobs }] };
    const { world, close } = openEmulation({ start: NOON, speed: 0, scenario });
    const account = world.accounts.get('demo');
    const pool = account?.pools.get('render');
    const second = account?.jobs.get('job')?.tasks.get('t2');
    if (pool === undefined || second === undefined) throw new Error('The scenario is not there.');
    world.clock.advance(NOON.until(NOON.add({ minutes: 20 })));
    catchUp(world);
    expect(pool.waiting).toEqual([second]);
    // The same one many times over is as good as many, as its turn comes once here.
    pool.waiting = Array.from({ length: 200_000 }, () => second);
    world.clock.advance(NOON.until(NOON.add({ minutes: 60 })));
    catchUp(world);
    expect([second.state, pool.waiting.length]).toEqual(['running', 199_999]);
    close();
  });
});
