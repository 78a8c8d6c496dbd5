import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

/** The states that the first node of a pool went through, as `idle 12:04:00`. */
async function life(): Promise<readonly string[]> {
  const transitions = (await account.journal('transition')).flatMap((entry) =>
    entry.kind === 'transition' ? [entry] : [],
  );
  const [first] = transitions;
  return transitions.filter(({ node }) => node === first?.node).map(({ to, at }) => `${to} ${at.slice(11, 19)}`);
}

/** Brings the only node of a new pool into a state; gives its path. */
async function nodeIn(state: string): Promise<string> {
  await account.createPool('render');
  const [node] = await account.nodes('render');
  const path = `/pools/render/nodes/${node?.id}`;
  const steps: Record<string, () => Promise<unknown>> = {
    creating: async () => undefined,
    idle: () => account.advance('PT4M'),
    deallocating: () => account.deallocate('render', node?.id ?? ''),
    deallocated: () => account.advance('PT1M'),
    starting: () => account.call('POST', `${path}/start`),
  };
  for (const [name, take] of Object.entries(steps)) {
    await take();
    if (name === state) break;
  }
  return path;
}

describe('a node', () => {
  it('comes to life by and by', async () => {
    await account.createPool('render');
    expect(await account.states('render')).toEqual(['creating']);
    await account.advance('PT4M');
    expect(await account.states('render')).toEqual(['idle']);
    expect(await life()).toEqual(['creating 12:00:00', 'starting 12:01:00', 'idle 12:04:00']);
  });

  it('waits for its start task, each time it starts', async () => {
    const properties = { startTask: { commandLine: '/bin/sh -c "sleep 90"' } };
    const [node] = await account.createIdlePool('render', { properties });
    expect(node).toMatchObject({ state: 'waitingforstarttask', startTaskInfo: { state: 'running' } });
    await account.advance('PT90S');
    expect(await account.node('render', node?.id ?? '')).toMatchObject({
      state: 'idle',
      startTaskInfo: { exitCode: 0 },
    });
    await account.deallocate('render', node?.id ?? '');
    await account.advance('PT1M');
    await account.call('POST', `/pools/render/nodes/${node?.id}/start`);
    await account.advance('PT1H');
    expect((await life()).slice(-5)).toEqual([
      'deallocating 12:05:30',
      'deallocated 12:06:30',
      'starting 12:06:30',
      'waitingforstarttask 12:09:30',
      'idle 12:11:00',
    ]);
  });

  it('does not wait for a start task that need not succeed', async () => {
    const properties = { startTask: { commandLine: 'sleep 90', waitForSuccess: false } };
    expect(await account.createIdlePool('render', { properties })).toMatchObject([{ state: 'idle' }]);
  });

  it('is deallocated and started again, and tells how', async () => {
    const [node] = await account.createIdlePool('render');
    const id = node?.id ?? '';
    const { status, headers, body } = await account.deallocate('render', id);
    expect([status, body]).toEqual([202, undefined]);
    expect(headers.get('dataserviceid')).toBe(`${account.url}/pools/render/nodes/${id}/deallocate`);
    expect(await account.states('render')).toEqual(['deallocating']);
    await account.advance('PT1M');
    expect(await account.states('render')).toEqual(['deallocated']);
    expect(await account.call('POST', `/pools/render/nodes/${id}/start`)).toMatchObject({ status: 202 });
    expect(await account.states('render')).toEqual(['starting']);
    await account.advance('PT3M');
    expect(await account.node('render', id)).toMatchObject({
      state: 'idle',
      lastBootTime: '2026-03-02T12:08:00.0000000Z',
    });
  });

  it('is counted in the state that it has', async () => {
    const [first] = await account.createIdlePool('render', { dedicated: 3, lowPriority: 1 });
    await account.deallocate('render', first?.id ?? '');
    await account.advance('PT1M');
    const { body } = await account.call<{ value: object[] }>('GET', '/nodecounts');
    expect(body.value).toMatchObject([
      {
        poolId: 'render',
        dedicated: { idle: 2, deallocated: 1, deallocating: 0, upgradingOS: 0, total: 3 },
        lowPriority: { idle: 1, total: 1 },
      },
    ]);
  });

  it.each([
    ['creating', 'deallocate', 'NodeBeingCreated'],
    ['idle', 'start', 'OperationInvalidForCurrentState'],
    ['deallocating', 'deallocate', 'OperationInvalidForCurrentState'],
    ['deallocating', 'start', 'OperationInvalidForCurrentState'],
    ['deallocated', 'deallocate', 'OperationInvalidForCurrentState'],
    ['starting', 'start', 'NodeBeingStarted'],
    ['starting', 'deallocate', 'NodeBeingStarted'],
  ])('in the state %s refuses %s with %s', async (state, operation, code) => {
    const path = await nodeIn(state);
    const { status, body } = await account.call<{ code: string }>('POST', `${path}/${operation}`);
    expect([status, body.code]).toEqual([409, code]);
    expect(await account.states('render')).toEqual([state]);
  });

  it('of a cloud service cannot be deallocated', async () => {
    const properties = { deploymentConfiguration: { cloudServiceConfiguration: { osFamily: '6' } } };
    const [node] = await account.createIdlePool('render', { properties });
    expect(await account.deallocate('render', node?.id ?? '')).toMatchObject({
      status: 409,
      body: { code: 'OperationNotValidOnPool' },
    });
  });

  it('shows older versions what they know', async () => {
    const [node] = await account.createIdlePool('render');
    await account.deallocate('render', node?.id ?? '');
    account.version = '2024-02-01.19.0';
    expect(await account.states('render')).toEqual(['idle']);
    await account.advance('PT1M');
    expect(await account.states('render')).toEqual(['offline']);
    const { body } = await account.call<{ value: { dedicated: object }[] }>('GET', '/nodecounts');
    expect(body.value[0]?.dedicated).toMatchObject({ offline: 1, total: 1 });
    expect(body.value[0]?.dedicated).not.toHaveProperty('deallocated');
  });

  it.each([
    ['2022-10-01.16.0', ['idle', 'offline', 'rebooting', 'running'], { idle: 1, offline: 1, rebooting: 1, running: 1 }],
    [
      '2023-11-01.18.0',
      ['idle', 'offline', 'running', 'upgradingos'],
      { idle: 1, offline: 1, rebooting: 1, running: 1 },
    ],
    [
      '2024-02-01.19.0',
      ['idle', 'offline', 'running', 'upgradingos'],
      { idle: 1, offline: 1, upgradingOS: 1, running: 1 },
    ],
    [
      '2025-06-01',
      ['deallocated', 'deallocating', 'deallocating', 'upgradingos'],
      { deallocated: 1, deallocating: 2, upgradingOS: 1 },
    ],
  ])('is counted in %s under the state that it shows', async (version, states, counts) => {
    const nodes = await account.createIdlePool('render', { dedicated: 4, lowPriority: 1 });
    const [first, ...others] = nodes.filter(({ isDedicated }) => isDedicated).map(({ id }) => id);
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1', 't2', 't3', 't4', 't5'], 3600);
    await account.deallocate('render', first ?? '', 'terminate');
    await account.call('POST', '/jobs/job/terminate');
    await account.advance('PT1M');
    await account.createJob('more', 'render');
    await account.addTasks('more', ['t1', 't2', 't3', 't4'], 3600);
    // one that runs a task, one that runs none any more, one under an upgrade
    await account.deallocate('render', others[0] ?? '', 'taskcompletion');
    await account.call('POST', '/jobs/more/terminate');
    await account.deallocate('render', others[1] ?? '');
    await account.control('POST', 'nodes', { pool: 'render', node: others[2], state: 'upgradingos' });
    account.version = version;
    const shown = (await account.nodes('render')).filter(({ isDedicated }) => isDedicated);
    expect(shown.map(({ state }) => state).toSorted()).toEqual(states);
    const { body } = await account.call<{ value: { dedicated: object; lowPriority: object }[] }>('GET', '/nodecounts');
    const there = Object.entries(body.value[0]?.dedicated ?? {}).filter(([, count]) => count > 0);
    expect(Object.fromEntries(there)).toEqual({ ...counts, total: 4 });
    expect(body.value[0]?.lowPriority).toMatchObject({ idle: 1, total: 1 });
  });
});

describe('scheduling of a node', () => {
  it('can be disabled and enabled', async () => {
    const [node] = await account.createIdlePool('render');
    const path = `/pools/render/nodes/${node?.id}`;
    expect(await account.call('POST', `${path}/disablescheduling`, {})).toMatchObject({ status: 200 });
    expect(await account.node('render', node?.id ?? '')).toMatchObject({
      state: 'offline',
      schedulingState: 'disabled',
    });
    const again = await account.call<{ code: string }>('POST', `${path}/disablescheduling`, {});
    expect([again.status, again.body.code]).toEqual([409, 'NodeAlreadyInTargetSchedulingState']);
    expect(await account.call('POST', `${path}/enablescheduling`)).toMatchObject({ status: 200 });
    expect(await account.node('render', node?.id ?? '')).toMatchObject({ state: 'idle', schedulingState: 'enabled' });
  });

  it('keeps tasks away while it is disabled', async () => {
    const [node] = await account.createIdlePool('render');
    await account.call('POST', `/pools/render/nodes/${node?.id}/disablescheduling`, {});
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 60);
    expect(await account.tasks('job')).toEqual(['t1 active']);
    await account.call('POST', `/pools/render/nodes/${node?.id}/enablescheduling`);
    expect(await account.tasks('job')).toEqual(['t1 running']);
  });

  it('waits for running tasks where it is asked to', async () => {
    const [node] = await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1', 't2'], 60);
    const path = `/pools/render/nodes/${node?.id}`;
    await account.call('POST', `${path}/disablescheduling`, { nodeDisableSchedulingOption: 'taskcompletion' });
    expect(await account.states('render')).toEqual(['running']);
    await account.advance('PT1M');
    expect(await account.states('render')).toEqual(['offline']);
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 active']);
  });
});

describe('a node that waits for its tasks before it is offline', () => {
  it('can be deallocated, as it is running, and is offline when it has started again', async () => {
    const [{ id } = { id: '' }] = await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 3600);
    const path = `/pools/render/nodes/${id}`;
    await account.call('POST', `${path}/disablescheduling`, { nodeDisableSchedulingOption: 'taskcompletion' });
    expect(await account.states('render')).toEqual(['running']);
    expect(await account.deallocate('render', id, 'requeue')).toMatchObject({ status: 202 });
    expect(await account.tasks('job')).toEqual(['t1 active']);
    await account.advance('PT1M');
    expect(await account.states('render')).toEqual(['deallocated']);
    await account.call('POST', `${path}/start`);
    await account.advance('PT3M');
    expect(await account.states('render')).toEqual(['offline']);
  });

  it('goes on to be deallocated where that waits for the tasks, too', async () => {
    const [{ id } = { id: '' }] = await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 60);
    const path = `/pools/render/nodes/${id}`;
    await account.call('POST', `${path}/disablescheduling`, { nodeDisableSchedulingOption: 'taskcompletion' });
    expect(await account.deallocate('render', id, 'taskcompletion')).toMatchObject({ status: 202 });
    expect(await account.deallocate('render', id)).toMatchObject({ status: 409 });
    await account.advance('PT2M');
    expect(await account.states('render')).toEqual(['deallocated']);
    expect(await account.tasks('job')).toEqual(['t1 completed']);
  });

  it.each([
    ['deallocated', ['deallocated'], 'deallocate', () => ({ nodeDeallocateOption: 'taskcompletion' })],
    ['removed', [], 'removenodes', (id: string) => ({ nodeList: [id], nodeDeallocationOption: 'taskcompletion' })],
  ])('is %s where that was asked for, though its scheduling was enabled meanwhile', async (_, end, act, body) => {
    const [{ id } = { id: '' }] = await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 60);
    const path = `/pools/render/nodes/${id}`;
    await account.call('POST', `${path}/disablescheduling`, { nodeDisableSchedulingOption: 'taskcompletion' });
    await account.call('POST', act === 'deallocate' ? `${path}/${act}` : `/pools/render/${act}`, body(id));
    expect(await account.call('POST', `${path}/enablescheduling`)).toMatchObject({ status: 200 });
    await account.advance('PT3M');
    expect(await account.states('render')).toEqual(end);
  });

  it('is offline where its removal was stopped meanwhile', async () => {
    const [{ id } = { id: '' }] = await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 600);
    await account.call('POST', `/pools/render/nodes/${id}/disablescheduling`, {
      nodeDisableSchedulingOption: 'taskcompletion',
    });
    await account.call('POST', '/pools/render/removenodes', {
      nodeList: [id],
      nodeDeallocationOption: 'taskcompletion',
    });
    await account.call('POST', '/pools/render/stopresize');
    await account.advance('PT11M');
    expect(await account.states('render')).toEqual(['offline']);
  });
});

describe('latencies', () => {
  it('can be set for what begins from now on', async () => {
    await account.control('PUT', 'latencies', { start: { median: 'PT10M' } });
    await account.createIdlePool('render');
    expect(await account.states('render')).toEqual(['starting']);
    await account.advance('PT7M');
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('are drawn by chance around their median, the same for the same seed', async () => {
    const spread = async (seed: number) => {
      const other = await EmulatedAccount.start({ seed, latencies: {} });
      await other.createPool('render', { dedicated: 200 });
      await other.advance('PT1H');
      const started = (await other.nodes('render')).map(({ stateTransitionTime }) => stateTransitionTime);
      await other.close();
      return started.toSorted();
    };
    const first = await spread(7);
    expect(await spread(7)).toEqual(first);
    expect(await spread(8)).not.toEqual(first);
    // creating takes about one minute and starting about three
    expect(first[100]).toMatch(/^2026-03-02T12:0[345]:/);
    expect(first.at(-1)?.localeCompare(first[0] ?? '')).toBe(1);
  });
});
