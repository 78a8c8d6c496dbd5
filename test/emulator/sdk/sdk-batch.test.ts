import { Agent } from 'node:https';
import { BatchServiceClient, type BatchServiceModels, BatchSharedKeyCredentials } from '@azure/batch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/start-emulator.ts';
import { EmulatedAccount, IMAGE } from '../../support/emulated-account.ts';
import { selfSigned } from '../../support/self-signed.ts';

/** npm @azure/batch 10.2.0 as it is: api-version 2022-10-01.16.0, on ms-rest-js, with a shared key. */
let account: EmulatedAccount;
let client: BatchServiceClient;

beforeEach(async () => {
  account = await EmulatedAccount.start();
  client = clientOf(account.emulator);
});
afterEach(() => account.close());

function clientOf({ url, account: { name, key } }: Emulator, agent?: Agent): BatchServiceClient {
  return new BatchServiceClient(new BatchSharedKeyCredentials(name, key), url, {
    noRetryPolicy: true,
    ...(agent !== undefined && { agentSettings: { http: agent, https: agent } }),
  });
}

const NEW_POOL: BatchServiceModels.PoolAddParameter = {
  id: 'render',
  vmSize: 'STANDARD_D2S_V3',
  virtualMachineConfiguration: { imageReference: IMAGE.imageReference, nodeAgentSKUId: IMAGE.nodeAgentSkuId },
  targetDedicatedNodes: 2,
};

async function idlePool(dedicated = 1): Promise<string> {
  const [node] = await account.createIdlePool('render', { dedicated });
  return node?.id ?? '';
}

/** A job on a pool of one node, with its first tasks. */
async function jobWith(ids: readonly string[]): Promise<string> {
  const node = await idlePool();
  await client.job.add({ id: 'job', poolInfo: { poolId: 'render' } });
  await client.task.addCollection(
    'job',
    ids.map((id) => ({ id, commandLine: 'sleep 60' })),
  );
  return node;
}

describe('@azure/batch over https', () => {
  it('trusts the certificate that it is given, and lists pools', async () => {
    const tls = selfSigned();
    const emulator = await startEmulator({ port: 0, speed: 0, tls });
    const agent = new Agent({ ca: tls.text });
    expect(await clientOf(emulator, agent).pool.list()).toHaveLength(0);
    agent.destroy();
    await emulator.close();
    tls.remove();
  });
});

describe('@azure/batch, pools', () => {
  it('are listed with their state', async () => {
    await idlePool();
    expect([...(await client.pool.list())]).toMatchObject([
      { id: 'render', state: 'active', allocationState: 'steady' },
    ]);
  });

  it('are listed page by page', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await account.createPool(id, { dedicated: 0 });
    const first = await client.pool.list({ poolListOptions: { maxResults: 2 } });
    const ids = first.map(({ id }) => id);
    for (let next = first.odatanextLink; next !== undefined; ) {
      const page = await client.pool.listNext(next);
      ids.push(...page.map(({ id }) => id));
      next = page.odatanextLink;
    }
    expect([first.length, ids]).toEqual([2, ['a', 'b', 'c', 'd', 'e']]);
  });

  it('are filtered and reduced', async () => {
    await account.createPool('a', { dedicated: 0 });
    await account.createPool('b', { dedicated: 0 });
    const found = await client.pool.list({ poolListOptions: { filter: "id eq 'b'", select: 'id' } });
    expect(found.map((pool) => ({ ...pool }))).toEqual([{ id: 'b' }]);
  });

  it('are got with dates and durations', async () => {
    await idlePool();
    expect(await client.pool.get('render')).toMatchObject({
      id: 'render',
      creationTime: new Date('2026-03-02T12:00:00Z'),
      resizeTimeout: 'PT15M',
      virtualMachineConfiguration: { nodeAgentSKUId: IMAGE.nodeAgentSkuId },
      currentDedicatedNodes: 1,
    });
  });

  it('are made', async () => {
    await client.pool.add(NEW_POOL);
    await account.advance('PT30M');
    expect(await client.pool.get('render')).toMatchObject({ allocationState: 'steady', currentDedicatedNodes: 2 });
  });

  it('are there or not', async () => {
    await idlePool();
    expect((await client.pool.exists('render')).body).toBe(true);
    expect((await client.pool.exists('none')).body).toBe(false);
  });

  it('are changed', async () => {
    await idlePool();
    await client.pool.patch('render', { metadata: [{ name: 'owner', value: 'somebody' }] });
    expect((await client.pool.get('render')).metadata).toEqual([{ name: 'owner', value: 'somebody' }]);
  });

  it('are resized', async () => {
    await idlePool();
    await client.pool.resize('render', { targetDedicatedNodes: 3 });
    await account.advance('PT30M');
    expect(await client.pool.get('render')).toMatchObject({ allocationState: 'steady', currentDedicatedNodes: 3 });
  });

  it('stop resizing', async () => {
    await idlePool();
    await client.pool.resize('render', { targetDedicatedNodes: 9 });
    await client.pool.stopResize('render');
    await account.advance('PT30M');
    expect(await client.pool.get('render')).toMatchObject({ allocationState: 'steady' });
  });

  it('lose nodes that are named', async () => {
    const node = await idlePool(2);
    await client.pool.removeNodes('render', { nodeList: [node] });
    await account.advance('PT30M');
    expect((await client.computeNode.list('render')).map(({ id }) => id)).not.toContain(node);
  });

  it('are deleted', async () => {
    await idlePool();
    await client.pool.deleteMethod('render');
    await account.advance('PT30M');
    expect((await client.pool.exists('render')).body).toBe(false);
  });

  it('that are not there come as an error with code and message', async () => {
    await expect(client.pool.get('none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'PoolNotFound',
      body: { message: { lang: 'en-US', value: expect.stringContaining('The specified pool does not exist.') } },
    });
  });

  it('are counted by the state of their nodes', async () => {
    await idlePool(2);
    expect([...(await client.account.listPoolNodeCounts())]).toMatchObject([
      { poolId: 'render', dedicated: { idle: 2, total: 2 }, lowPriority: { total: 0 } },
    ]);
  });

  it('can be made from the images that are listed', async () => {
    const images = await client.account.listSupportedImages();
    expect(images.length).toBeGreaterThan(0);
    expect(images[0]).toMatchObject({ nodeAgentSKUId: expect.any(String), osType: expect.any(String) });
  });
});

describe('@azure/batch, nodes', () => {
  it('are listed and got', async () => {
    const node = await idlePool();
    const [listed] = await client.computeNode.list('render');
    expect(listed).toMatchObject({ id: node, state: 'idle', allocationTime: new Date('2026-03-02T12:00:00Z') });
    expect(await client.computeNode.get('render', node)).toMatchObject({ id: node, schedulingState: 'enabled' });
  });

  it('are listed page by page', async () => {
    await idlePool(5);
    const first = await client.computeNode.list('render', { computeNodeListOptions: { maxResults: 3 } });
    const second = await client.computeNode.listNext(first.odatanextLink ?? '');
    expect([first.length, second.length, second.odatanextLink]).toEqual([3, 2, undefined]);
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(5);
  });

  it('that are deallocated look offline', async () => {
    const node = await idlePool();
    await account.deallocate('render', node);
    expect((await client.computeNode.get('render', node)).state).toBe('idle');
    await account.advance('PT5M');
    expect((await client.computeNode.get('render', node)).state).toBe('offline');
    expect([...(await client.account.listPoolNodeCounts())]).toMatchObject([{ dedicated: { offline: 1, total: 1 } }]);
  });

  it('are taken out of scheduling and put back', async () => {
    const node = await idlePool();
    await client.computeNode.disableScheduling('render', node);
    expect((await client.computeNode.get('render', node)).schedulingState).toBe('disabled');
    await client.computeNode.enableScheduling('render', node);
    expect((await client.computeNode.get('render', node)).schedulingState).toBe('enabled');
  });

  it('are rebooted', async () => {
    const node = await idlePool();
    await client.computeNode.reboot('render', node, { nodeRebootOption: 'requeue' });
    expect((await client.computeNode.get('render', node)).state).toBe('rebooting');
    await account.advance('PT30M');
    expect((await client.computeNode.get('render', node)).state).toBe('idle');
  });

  it('are reimaged', async () => {
    const node = await idlePool();
    await client.computeNode.reimage('render', node);
    expect((await client.computeNode.get('render', node)).state).toBe('reimaging');
    await account.advance('PT30M');
    expect((await client.computeNode.get('render', node)).state).toBe('idle');
  });

  it('show their extensions', async () => {
    const health = { name: 'health', publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux' };
    const extensions = [{ ...health, typeHandlerVersion: '2.0', settings: { protocol: 'tcp', port: 80 } }];
    const properties = { deploymentConfiguration: { virtualMachineConfiguration: { ...IMAGE, extensions } } };
    const [node] = await account.createIdlePool('render', { properties });
    const listed = await client.computeNodeExtension.list('render', node?.id ?? '');
    expect(listed.map(({ vmExtension }) => vmExtension?.name)).toContain('health');
    expect(await client.computeNodeExtension.get('render', node?.id ?? '', 'health')).toMatchObject({
      vmExtension: health,
    });
  });
});

describe('@azure/batch, jobs and tasks', () => {
  it('are made, run and counted', async () => {
    await jobWith(['t1', 't2']);
    expect([...(await client.task.list('job'))]).toMatchObject([
      { id: 't1', state: 'running' },
      { id: 't2', state: 'active' },
    ]);
    await account.advance('PT1M');
    expect(await client.job.getTaskCounts('job')).toMatchObject({
      taskCounts: { active: 0, running: 1, completed: 1, succeeded: 1, failed: 0 },
    });
  });

  it('say of a task where and when it ran', async () => {
    const node = await jobWith(['t1']);
    await account.advance('PT1M');
    expect(await client.task.get('job', 't1')).toMatchObject({
      state: 'completed',
      nodeInfo: { nodeId: node, poolId: 'render' },
      executionInfo: { exitCode: 0, result: 'success', startTime: new Date('2026-03-02T12:04:00Z') },
    });
  });

  it('say of each task of a collection what became of it', async () => {
    await jobWith(['t1']);
    const { value } = await client.task.addCollection('job', [
      { id: 't1', commandLine: 'sleep 1' },
      { id: 't2', commandLine: 'sleep 1' },
    ]);
    expect(value?.map(({ status, taskId }) => [status, taskId])).toEqual([
      ['clienterror', 't1'],
      ['success', 't2'],
    ]);
  });

  it('are listed and got', async () => {
    await jobWith([]);
    expect([...(await client.job.list())]).toMatchObject([{ id: 'job', state: 'active' }]);
    expect(await client.job.get('job')).toMatchObject({
      poolInfo: { poolId: 'render' },
      onAllTasksComplete: 'noaction',
    });
  });

  it('are changed', async () => {
    await jobWith([]);
    await client.job.patch('job', { priority: 7 });
    expect((await client.job.get('job')).priority).toBe(7);
  });

  it('are disabled and enabled', async () => {
    await jobWith(['t1']);
    await client.job.disable('job', 'requeue');
    await account.advance('PT1M');
    expect((await client.job.get('job')).state).toBe('disabled');
    await client.job.enable('job');
    await account.advance('PT1M');
    expect((await client.job.get('job')).state).toBe('active');
  });

  it('are terminated with a reason', async () => {
    await jobWith(['t1']);
    await client.job.terminate('job', { terminateReason: 'Enough' });
    await account.advance('PT5M');
    expect(await client.job.get('job')).toMatchObject({
      state: 'completed',
      executionInfo: { terminateReason: 'Enough' },
    });
  });

  it('are deleted', async () => {
    await jobWith(['t1']);
    await client.job.deleteMethod('job');
    await account.advance('PT5M');
    expect(await client.job.list()).toHaveLength(0);
  });

  it('end a task before its time, and start it again', async () => {
    await jobWith(['t1']);
    await client.task.terminate('job', 't1');
    expect((await client.task.get('job', 't1')).executionInfo).toMatchObject({ result: 'failure' });
    await client.task.reactivate('job', 't1');
    expect((await client.task.get('job', 't1')).state).toBe('running');
  });

  it('lose a task that is deleted', async () => {
    await jobWith(['t1', 't2']);
    await client.task.deleteMethod('job', 't2');
    expect((await client.task.list('job')).map(({ id }) => id)).toEqual(['t1']);
  });
});
