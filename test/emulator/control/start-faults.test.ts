import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireNode, WireNodeState } from '../../../src/wire/node.ts';
import type { WireNodeExtension } from '../../../src/wire/node-extension.ts';
import { EmulatedAccount, IMAGE, type PoolOptions } from '../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

const inject = (fault: object) => account.control('POST', 'startfaults', fault);

/** A pool of nodes that are deallocated. */
async function deallocatedPool(options: PoolOptions = {}, id = 'render'): Promise<readonly WireNode[]> {
  const nodes = await account.createIdlePool(id, options);
  // Where there is a start task, it is still running.
  await account.advance('PT2M');
  for (const node of nodes) await account.deallocate(id, node.id);
  await account.advance('PT1M');
  return nodes;
}

async function act(verb: 'start' | 'reboot' | 'reimage' | 'deallocate', ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { status } = await account.call(
      'POST',
      `/pools/render/nodes/${id}/${verb}`,
      verb === 'start' ? undefined : {},
    );
    expect(status).toBe(202);
  }
  await account.advance('PT6M');
}

async function startAll(): Promise<readonly WireNodeState[]> {
  const nodes = await account.nodes('render');
  await act(
    'start',
    nodes.filter(({ state }) => state === 'deallocated').map(({ id }) => id),
  );
  return account.states('render');
}

describe('a fault of starts', () => {
  it.each(['deallocated', 'unusable', 'offline', 'unknown', 'starttaskfailed'])('ends them as %s', async (outcome) => {
    const [node] = await deallocatedPool();
    const errors = [{ code: 'DiskFull', message: 'There is no room.', errorDetails: [] }];
    await inject({ outcome, errors });
    expect(await startAll()).toEqual([outcome]);
    expect(await account.node('render', node?.id ?? '')).toMatchObject({ state: outcome, errors });
  });

  it('ends them never as stuck', async () => {
    await deallocatedPool();
    await inject({ outcome: 'stuck' });
    await startAll();
    await account.advance('PT240H');
    expect(await account.states('render')).toEqual(['starting']);
  });

  it('is injected for so many starts, into so many nodes, then not', async () => {
    await deallocatedPool({ dedicated: 3 });
    await inject({ outcome: 'deallocated', times: 2 });
    expect(await startAll()).toEqual(['deallocated', 'deallocated', 'idle']);
    expect(await startAll()).toEqual(['idle', 'idle', 'idle']);
  });

  it('is injected into a share of the starts, the same way in every world of a seed', async () => {
    const runs = [];
    for (const _ of [1, 2]) {
      await account.close();
      account = await EmulatedAccount.start();
      await deallocatedPool({ dedicated: 40 });
      await inject({ outcome: 'unusable', share: 0.25, seed: 7 });
      runs.push(await startAll());
    }
    const failed = runs[0]?.filter((state) => state === 'unusable').length ?? 0;
    expect(failed).toBeGreaterThan(3);
    expect(failed).toBeLessThan(20);
    expect(runs[1]).toEqual(runs[0]);
  });

  it('is injected for a time, also one that is still to come', async () => {
    await deallocatedPool();
    await inject({ outcome: 'deallocated', from: '2026-03-02T12:14:00Z', for: 'PT1H' });
    expect(await startAll()).toEqual(['idle']);
    await act(
      'deallocate',
      (await account.nodes('render')).map(({ id }) => id),
    );
    expect(await startAll()).toEqual(['deallocated']);
    await account.control('POST', 'clock', { to: '2026-03-02T13:14:00Z' });
    expect(await startAll()).toEqual(['idle']);
  });

  it('strikes the nodes, pools and VM sizes that it names', async () => {
    const nodes = await deallocatedPool({ dedicated: 4 });
    await inject({ outcome: 'unusable', pool: 'rend*', nodes: [nodes[1]?.id.toUpperCase()] });
    await inject({ outcome: 'unknown', vmSize: 'standard_d2s_v3', nodeNumbers: [4] });
    await inject({ outcome: 'stuck', pool: 'other*' });
    expect(await startAll()).toEqual(['idle', 'unusable', 'idle', 'unknown']);
  });

  it('is repaired by a reboot or by a reimage, where it says so', async () => {
    const [first, second] = await deallocatedPool({ dedicated: 2 });
    await inject({ outcome: 'starttaskfailed', nodeNumbers: [1], repairedBy: 'reboot' });
    await inject({ outcome: 'starttaskfailed', nodeNumbers: [2], repairedBy: 'reimage' });
    expect(await startAll()).toEqual(['starttaskfailed', 'starttaskfailed']);
    await act('reboot', [first?.id ?? '', second?.id ?? '']);
    expect(await account.states('render')).toEqual(['idle', 'starttaskfailed']);
    await act('reimage', [second?.id ?? '']);
    expect(await account.states('render')).toEqual(['idle', 'idle']);
    await act('deallocate', [first?.id ?? '', second?.id ?? '']);
    expect(await startAll()).toEqual(['idle', 'idle']);
  });

  it('lets a node recover by itself', async () => {
    await deallocatedPool();
    await inject({ outcome: 'unknown', recoversAfter: 'PT20M' });
    expect(await startAll()).toEqual(['unknown']);
    await account.advance('PT20M');
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('leaves nodes alone that a pool begins with, unless it is for them', async () => {
    await inject({ outcome: 'unusable' });
    expect(await account.createIdlePool('render')).toMatchObject([{ state: 'idle' }]);
    await inject({ outcome: 'unusable', causes: ['create'] });
    expect(await account.createIdlePool('other')).toMatchObject([{ state: 'unusable' }]);
  });

  it('is shown, and removed', async () => {
    await inject({ outcome: 'unknown', for: 'PT1H', recoversAfter: 'PT5M', seed: 1, share: 0.5 });
    expect(await account.control('GET', 'startfaults')).toEqual({
      startFaults: [
        {
          outcome: 'unknown',
          causes: ['start', 'reboot', 'reimage'],
          errors: [],
          until: '2026-03-02T13:00:00Z',
          share: 0.5,
          seed: 1,
          recoversAfter: 'PT300S',
          repaired: [],
        },
      ],
    });
    expect(await account.control('DELETE', 'startfaults')).toEqual({ startFaults: [] });
    await deallocatedPool();
    expect(await startAll()).toEqual(['idle']);
  });

  it.each([
    [{ outcome: 'gone' }, '$.outcome'],
    [{ outcome: 'stuck', for: 'PT1H', until: '2026-03-02T13:00:00Z' }, 'Either until or for'],
    [{ outcome: 'stuck', seed: 1 }, 'A seed belongs to a share.'],
    [{ outcome: 'extension-failed' }, 'names an extension'],
    [{ outcome: 'deallocated', recoversAfter: 'PT1H' }, 'from unusable and unknown only'],
  ])('is refused as %j', async (fault, reason) => {
    await expect(inject(fault)).rejects.toThrow(reason);
  });
});

describe('a start task', () => {
  const withStartTask = (startTask: object) => deallocatedPool({ properties: { startTask } });

  it('fails by a fault after all its retries, and says so', async () => {
    const [node] = await withStartTask({ commandLine: 'sleep 30', waitForSuccess: true, maxTaskRetryCount: 2 });
    await inject({ outcome: 'starttaskfailed' });
    expect(await startAll()).toEqual(['starttaskfailed']);
    expect(await account.node('render', node?.id ?? '')).toMatchObject({
      startTaskInfo: {
        state: 'completed',
        result: 'failure',
        exitCode: 1,
        retryCount: 2,
        failureInfo: { category: 'usererror', code: 'FailureExitCode' },
      },
    });
  });

  it('fails by its own command line, until that is another', async () => {
    const [node] = await account.createIdlePool('render', {
      properties: { startTask: { commandLine: 'sleep 1; exit 3', waitForSuccess: true } },
    });
    expect(node).toMatchObject({ state: 'waitingforstarttask' });
    await account.advance('PT1S');
    expect(await account.states('render')).toEqual(['starttaskfailed']);
    await account.call('PATCH', '/pools/render', { startTask: { commandLine: 'sleep 1' } });
    await act('reboot', [node?.id ?? '']);
    expect(await account.states('render')).toEqual(['idle']);
  });
});

describe('a node that starts with a fault behind its gate', () => {
  const extensions = [
    {
      name: 'health',
      publisher: 'Microsoft.ManagedServices',
      type: 'ApplicationHealthLinux',
      settings: { protocol: 'http', port: 80, requestPath: '/health' },
    },
    { name: 'monitor', publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' },
  ];
  const properties = {
    deploymentConfiguration: { virtualMachineConfiguration: { ...IMAGE, extensions } },
  };
  const statusesOf = async (node: string, extension: string) => {
    const { body } = await account.call<WireNodeExtension>(
      'GET',
      `/pools/render/nodes/${node}/extensions/${extension}`,
    );
    return JSON.stringify(body.instanceView);
  };

  it('is idle with an extension that has failed, until it starts without the fault', async () => {
    const [node] = await deallocatedPool({ properties });
    await inject({ outcome: 'extension-failed', extension: { name: 'Monitor', message: 'No workspace.' }, times: 1 });
    expect(await startAll()).toEqual(['idle']);
    expect(await statusesOf(node?.id ?? '', 'monitor')).toContain('No workspace.');
    await act('reboot', [node?.id ?? '']);
    expect(await statusesOf(node?.id ?? '', 'monitor')).not.toContain('No workspace.');
  });

  it('is idle with an application that is unhealthy, until it starts without the fault', async () => {
    const [node] = await deallocatedPool({ properties });
    await inject({ outcome: 'unhealthy', times: 1 });
    expect(await startAll()).toEqual(['idle']);
    expect(await statusesOf(node?.id ?? '', 'health')).toContain('Unhealthy');
    await act('reboot', [node?.id ?? '']);
    expect(await statusesOf(node?.id ?? '', 'health')).not.toContain('Unhealthy');
  });
});

describe('a shortage of capacity', () => {
  const runShort = (shortage: object) =>
    account.control('POST', 'shortages', { vmSize: 'standard_d2s_v3', ...shortage });

  it('keeps nodes of a VM size from starting, for a time', async () => {
    const [node] = await deallocatedPool();
    await runShort({ for: 'PT1H' });
    expect(await startAll()).toEqual(['unusable']);
    expect(await account.node('render', node?.id ?? '')).toMatchObject({ errors: [{ code: 'AllocationFailed' }] });
    await account.control('DELETE', 'shortages');
    await account.control('POST', 'nodes', { pool: 'render', node: node?.id, state: 'deallocated' });
    await runShort({ for: 'PT1H', outcome: 'deallocated' });
    expect(await startAll()).toEqual(['deallocated']);
    await account.advance('PT1H');
    expect(await startAll()).toEqual(['idle']);
  });

  it('leaves other sizes alone, and reboots', async () => {
    await deallocatedPool();
    await account.control('POST', 'shortages', { vmSize: 'STANDARD_F16S_V2', outcome: 'deallocated' });
    expect(await startAll()).toEqual(['idle']);
    await runShort({ outcome: 'deallocated' });
    await act(
      'reboot',
      (await account.nodes('render')).map(({ id }) => id),
    );
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('leaves as many nodes as there is capacity for', async () => {
    await deallocatedPool({ dedicated: 4 });
    await runShort({ capacity: 2, outcome: 'deallocated' });
    expect((await startAll()).toSorted()).toEqual(['deallocated', 'deallocated', 'idle', 'idle']);
  });

  it('keeps new nodes from being allocated, and the pool says so on both planes', async () => {
    await runShort({ capacity: 1 });
    expect(await account.createIdlePool('render', { dedicated: 3 })).toHaveLength(1);
    const { body } = await account.call<{ resizeErrors: object[] }>('GET', '/pools/render');
    expect(body).toMatchObject({ allocationState: 'steady', currentDedicatedNodes: 1, targetDedicatedNodes: 3 });
    expect(body.resizeErrors).toMatchObject([
      {
        code: 'AllocationFailed',
        message: 'Desired number of dedicated nodes could not be allocated',
        values: [{ name: 'Provider Error Json' }, { name: 'Provider Error Json Truncated', value: 'False' }],
      },
    ]);
    const arm = await account.call<object>('GET', `${account.resourceId}/pools/render`);
    expect(arm.body).toMatchObject({
      properties: {
        resizeOperationStatus: {
          errors: [{ code: 'AllocationFailed', details: [{ code: 'Provider Error Json' }, {}] }],
        },
      },
    });
    await account.control('DELETE', 'shortages');
    await account.call('POST', '/pools/render/resize', { targetDedicatedNodes: 3 });
    await account.advance('PT4M');
    expect(await account.states('render')).toEqual(['idle', 'idle', 'idle']);
  });
});
