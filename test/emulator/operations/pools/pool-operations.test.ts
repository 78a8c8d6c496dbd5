import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireNode } from '../../../../src/wire/node.ts';
import type { WireAutoScaleRun, WirePool } from '../../../../src/wire/pool.ts';
import { NOON } from '../../../support/builders.ts';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

interface Refusal {
  readonly code: string;
  readonly values?: readonly { readonly key: string; readonly value: string }[];
}

const MACHINES = {
  imageReference: { publisher: 'canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts' },
  nodeAgentSKUId: 'batch.node.ubuntu 22.04',
};
const BODY = {
  id: 'render',
  vmSize: 'STANDARD_D2S_V3',
  virtualMachineConfiguration: MACHINES,
  targetDedicatedNodes: 2,
};

async function pool(id = 'render'): Promise<WirePool> {
  return (await account.call<WirePool>('GET', `/pools/${id}`)).body;
}

async function post(name: string, body?: unknown, headers: Record<string, string> = {}) {
  return account.call<Refusal>('POST', `/pools/render/${name}`, body, headers);
}

async function refusal(name: string, body?: unknown) {
  const { status, body: refused } = await post(name, body);
  return [status, refused.code];
}

describe('creating a pool on the data plane', () => {
  it('answers with its tag and address, and gives it nodes', async () => {
    const { status, headers, body } = await account.call('POST', '/pools', BODY);
    expect([status, body]).toEqual([201, undefined]);
    expect(headers.get('location')).toBe(`${account.url}/pools/render`);
    expect(headers.get('dataserviceid')).toBe(`${account.url}/pools/render`);
    expect(await pool()).toMatchObject({
      eTag: headers.get('etag'),
      allocationState: 'resizing',
      currentDedicatedNodes: 2,
      targetDedicatedNodes: 2,
      targetLowPriorityNodes: 0,
      resizeTimeout: 'PT15M',
      virtualMachineConfiguration: MACHINES,
    });
    await account.advance('PT4M');
    expect(await account.states('render')).toEqual(['idle', 'idle']);
  });

  it('keeps every setting under the names of both planes', async () => {
    const settings = {
      displayName: 'A pool',
      taskSlotsPerNode: 4,
      taskSchedulingPolicy: { nodeFillType: 'pack' },
      enableInterNodeCommunication: true,
      metadata: [{ name: 'scope', value: 'Pool' }],
      startTask: {
        commandLine: 'sleep 5',
        waitForSuccess: true,
        userIdentity: { autoUser: { scope: 'pool', elevationLevel: 'nonadmin' } },
        environmentSettings: [{ name: 'policy', value: 'Zonal' }],
      },
      virtualMachineConfiguration: {
        imageReference: { virtualMachineImageId: '/galleries/g/images/i' },
        nodeAgentSKUId: 'batch.node.ubuntu 22.04',
        nodePlacementConfiguration: { policy: 'zonal' },
        osDisk: { caching: 'readonly' },
      },
      userAccounts: [{ name: 'somebody', password: 'secret', elevationLevel: 'admin' }],
      applicationPackageReferences: [{ applicationId: 'app', version: '1' }],
      networkConfiguration: { subnetId: '/subnets/s' },
    };
    await account.call('POST', '/pools', { ...BODY, ...settings });
    const { userAccounts: _, ...shown } = settings;
    const taskSchedulingPolicy = { nodeFillType: 'Pack' };
    expect(await pool()).toMatchObject({
      ...shown,
      taskSchedulingPolicy,
      userAccounts: [{ name: 'somebody', elevationLevel: 'admin' }],
    });
    const { body } = await account.call<object>('GET', `${account.resourceId}/pools/render`);
    expect(body).toMatchObject({
      properties: {
        interNodeCommunication: 'Enabled',
        taskSchedulingPolicy: { nodeFillType: 'Pack' },
        startTask: {
          userIdentity: { autoUser: { scope: 'Pool', elevationLevel: 'NonAdmin' } },
          environmentSettings: [{ name: 'policy', value: 'Zonal' }],
        },
        deploymentConfiguration: {
          virtualMachineConfiguration: {
            imageReference: { id: '/galleries/g/images/i' },
            nodeAgentSkuId: 'batch.node.ubuntu 22.04',
            nodePlacementConfiguration: { policy: 'Zonal' },
            osDisk: { caching: 'ReadOnly' },
          },
        },
        applicationPackages: [{ id: 'app', version: '1' }],
        scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } },
      },
    });
    expect(JSON.stringify([await pool(), body])).not.toContain('secret');
  });

  it('takes a formula, and keeps it', async () => {
    const { targetDedicatedNodes: _, ...rest } = BODY;
    const formula = { enableAutoScale: true, autoScaleFormula: '$TargetDedicatedNodes=3' };
    expect(await account.call('POST', '/pools', { ...rest, ...formula })).toMatchObject({ status: 201 });
    expect(await pool()).toMatchObject({ ...formula, autoScaleEvaluationInterval: 'PT15M', currentDedicatedNodes: 0 });
  });

  it('is refused for an id that is taken, in any letter case', async () => {
    await account.call('POST', '/pools', BODY);
    const again = await account.call<Refusal>('POST', '/pools', { ...BODY, id: 'RENDER' });
    expect([again.status, again.body.code]).toEqual([409, 'PoolExists']);
    await account.call('DELETE', '/pools/render');
    const tooSoon = await account.call<Refusal>('POST', '/pools', BODY);
    expect([tooSoon.status, tooSoon.body.code]).toEqual([409, 'PoolBeingDeleted']);
  });

  it.each([
    ['no id', { id: undefined }, 'MissingRequiredProperty', 'id'],
    ['no size', { vmSize: undefined }, 'MissingRequiredProperty', 'vmSize'],
    ['no machines', { virtualMachineConfiguration: undefined }, 'InvalidPropertyValue', 'virtualMachineConfiguration'],
    ['a formula that is off', { autoScaleFormula: '0' }, 'InvalidPropertyValue', 'autoScaleFormula'],
    [
      'a formula and a number',
      { enableAutoScale: true, autoScaleFormula: '0' },
      'InvalidPropertyValue',
      'targetDedicatedNodes',
    ],
    ['a short timeout', { resizeTimeout: 'PT4M' }, 'InvalidPropertyValue', 'resizeTimeout'],
    [
      'a long interval',
      { enableAutoScale: true, autoScaleEvaluationInterval: 'PT169H' },
      'InvalidPropertyValue',
      'autoScaleEvaluationInterval',
    ],
    ['too many nodes', { targetDedicatedNodes: 2 ** 31 }, 'InvalidPropertyValue', 'targetDedicatedNodes'],
    ['a duration that is too long', { resizeTimeout: 'P10675200D' }, 'InvalidPropertyValue', 'resizeTimeout'],
    [
      'a package without an id',
      { applicationPackageReferences: [{ applicationId: null }] },
      'InvalidPropertyValue',
      'applicationPackageReferences.0.applicationId',
    ],
    ['too many slots', { taskSlotsPerNode: 257 }, 'InvalidPropertyValue', 'taskSlotsPerNode'],
    ['an identity', { identity: { type: 'None' } }, 'UnsupportedProperty', 'identity'],
    [
      'the spelling of the management plane',
      { virtualMachineConfiguration: { imageReference: {}, nodeAgentSkuId: 'x', nodeAgentSKUId: 'x' } },
      'UnsupportedProperty',
      'virtualMachineConfiguration.nodeAgentSkuId',
    ],
  ])('is refused with %s', async (_, change, code, property) => {
    const { status, body } = await account.call<Refusal>('POST', '/pools', { ...BODY, ...change });
    expect([status, body.code, body.values?.[0]?.value]).toEqual([400, code, property]);
  });

  it('refuses a formula that is too long', async () => {
    const { targetDedicatedNodes: _, ...rest } = BODY;
    const formula = { enableAutoScale: true, autoScaleFormula: 'x'.repeat(8193) };
    const { status, body } = await account.call<Refusal>('POST', '/pools', { ...rest, ...formula });
    expect([status, body.code]).toEqual([400, 'AutoScaleFormulaTooLong']);
  });
});

describe('a pool', () => {
  it('can be asked whether it is there', async () => {
    expect(await account.call('HEAD', '/pools/render')).toMatchObject({ status: 404 });
    await account.createPool('render');
    const { status, headers } = await account.call('HEAD', '/pools/render');
    expect([status, headers.get('etag')]).toEqual([200, (await pool()).eTag]);
  });

  it('is read and changed under conditions', async () => {
    await account.createIdlePool('render');
    const { eTag } = await pool();
    const other = '0x8DE';
    const patch = (headers: Record<string, string>) =>
      account.call('PATCH', '/pools/render', { metadata: [] }, headers).then(({ status }) => status);
    for (const method of ['GET', 'HEAD']) {
      expect(await account.call(method, '/pools/render', undefined, { 'if-none-match': eTag })).toMatchObject({
        status: 304,
      });
      expect(await account.call(method, '/pools/render', undefined, { 'if-match': eTag })).toMatchObject({
        status: 200,
      });
    }
    expect(await patch({ 'if-match': other })).toBe(412);
    expect(await patch({ 'if-match': eTag })).toBe(200);
    expect(await patch({ 'if-match': eTag })).toBe(412);
    for (const [name, body] of [
      ['resize', { targetDedicatedNodes: 3 }],
      ['removenodes', { nodeList: ['x'] }],
      ['enableautoscale', { autoScaleFormula: '0' }],
      ['stopresize', undefined],
    ] as const) {
      expect(await post(name, body, { 'if-match': other })).toMatchObject({ status: 412 });
    }
    expect(await account.call('DELETE', '/pools/render', undefined, { 'if-match': other })).toMatchObject({
      status: 412,
    });
  });

  it('is deleted by and by, once', async () => {
    await account.createIdlePool('render');
    expect(await account.call('DELETE', '/pools/render')).toMatchObject({ status: 202, body: undefined });
    expect(await pool()).toMatchObject({ state: 'deleting', allocationState: 'resizing' });
    expect(await account.call('DELETE', '/pools/render')).toMatchObject({
      status: 409,
      body: { code: 'PoolBeingDeleted' },
    });
    expect(await refusal('resize', { targetDedicatedNodes: 0 })).toEqual([409, 'PoolBeingDeleted']);
    expect(await refusal('stopresize')).toEqual([409, 'PoolBeingDeleted']);
    await account.advance('PT2M');
    expect(await account.call('GET', '/pools/render')).toMatchObject({ status: 404, body: { code: 'PoolNotFound' } });
  });
});

describe('updating a pool', () => {
  const START = { commandLine: 'sleep 1' };
  const patch = (body: unknown) => account.call<Refusal>('PATCH', '/pools/render', body);

  it('changes what is named', async () => {
    await account.createIdlePool('render', { properties: { startTask: START, metadata: [{ name: 'a', value: 'b' }] } });
    const before = await pool();
    expect(await patch({ metadata: [{ name: 'c', value: 'd' }] })).toMatchObject({ status: 200 });
    const after = await pool();
    expect(after).toMatchObject({ metadata: [{ name: 'c', value: 'd' }], startTask: START });
    expect(after.eTag).not.toBe(before.eTag);
  });

  it('changes what is a matter of all nodes only while there are none', async () => {
    await account.createIdlePool('render', { dedicated: 1 });
    const { status, body } = await patch({ taskSlotsPerNode: 4 });
    expect([status, body.code]).toEqual([400, 'PropertyCannotBeUpdated']);
    // What it is already is no change.
    expect(await patch({ taskSlotsPerNode: 1 })).toMatchObject({ status: 200 });
    await post('resize', { targetDedicatedNodes: 0 });
    await account.advance('PT2M');
    const machines = { ...MACHINES, licenseType: 'Windows_Server' };
    const change = { taskSlotsPerNode: 4, vmSize: 'STANDARD_D4S_V3', virtualMachineConfiguration: machines };
    expect(await patch(change)).toMatchObject({ status: 200 });
    expect(await pool()).toMatchObject({ ...change, vmSize: 'standard_d4s_v3' });
  });

  it('knows fewer properties in older versions', async () => {
    await account.createPool('render', { dedicated: 0 });
    const update = (version: string) =>
      account.call<Refusal>('PATCH', `/pools/render?api-version=${version}`, { displayName: 'x' });
    expect((await update('2024-02-01.19.0')).body).toMatchObject({ code: 'UnsupportedProperty' });
    expect(await update('2024-07-01.20.0')).toMatchObject({ status: 200 });
  });

  it('replaces all properties at once where that is asked', async () => {
    const properties = { startTask: START, displayName: 'stays' };
    await account.createIdlePool('render', { properties });
    const metadata = [{ name: 'a', value: 'b' }];
    expect(await post('updateproperties', { metadata, applicationPackageReferences: [] })).toMatchObject({
      status: 204,
    });
    const after = await pool();
    expect(after).toMatchObject({ metadata, displayName: 'stays' });
    expect(after).not.toHaveProperty('startTask');
    expect(await refusal('updateproperties', { metadata })).toEqual([400, 'MissingRequiredProperty']);
  });
});

describe('resizing a pool', () => {
  it('adds nodes', async () => {
    await account.createIdlePool('render');
    const { status, headers } = await post('resize', { targetDedicatedNodes: 2, targetLowPriorityNodes: 1 });
    const resizing = await pool();
    expect([status, headers.get('etag')]).toEqual([202, resizing.eTag]);
    expect(resizing).toMatchObject({ allocationState: 'resizing', targetDedicatedNodes: 2, targetLowPriorityNodes: 1 });
    expect(await account.states('render')).toEqual(['idle', 'creating', 'creating']);
    await account.advance('PT1M');
    expect(await pool()).toMatchObject({ allocationState: 'steady', currentLowPriorityNodes: 1 });
    await account.advance('PT3M');
    expect(await account.states('render')).toEqual(['idle', 'idle', 'idle']);
  });

  it('is refused while one goes on', async () => {
    await account.createIdlePool('render');
    await post('resize', { targetDedicatedNodes: 2 });
    expect(await refusal('resize', { targetDedicatedNodes: 3 })).toEqual([409, 'PoolBeingResized']);
    expect(await refusal('removenodes', { nodeList: ['x'] })).toEqual([409, 'PoolBeingResized']);
    expect(await refusal('enableautoscale', { autoScaleFormula: '0' })).toEqual([409, 'PoolBeingResized']);
  });

  it.each([
    ['nothing', {}],
    ['a negative number', { targetDedicatedNodes: -1 }],
    ['a short timeout', { targetDedicatedNodes: 1, resizeTimeout: 'PT299S' }],
    ['an option of no operation', { targetDedicatedNodes: 1, nodeDeallocationOption: 'Requeue' }],
  ])('is refused with %s', async (_, body) => {
    await account.createIdlePool('render');
    expect(await refusal('resize', body)).toEqual([400, 'InvalidPropertyValue']);
  });

  it('keeps a number that is not named', async () => {
    await account.createIdlePool('render', { dedicated: 2, lowPriority: 1 });
    await post('resize', { targetLowPriorityNodes: 0 });
    await account.advance('PT1M');
    expect(await pool()).toMatchObject({ currentDedicatedNodes: 2, currentLowPriorityNodes: 0 });
  });

  it('takes idle nodes first', async () => {
    await account.createIdlePool('render', { dedicated: 3 });
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1', 't2'], 3600);
    await post('resize', { targetDedicatedNodes: 2 });
    expect(await account.states('render')).toEqual(['running', 'running', 'leavingpool']);
    await account.advance('PT1M');
    expect(await account.states('render')).toEqual(['running', 'running']);
    expect(await pool()).toMatchObject({ allocationState: 'steady', targetDedicatedNodes: 2 });
  });

  it('takes a deallocated node before a running one', async () => {
    const [first] = await account.createIdlePool('render', { dedicated: 2 });
    await account.deallocate('render', first?.id ?? '');
    await account.advance('PT1M');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 3600);
    await post('resize', { targetDedicatedNodes: 1 });
    expect(await account.states('render')).toEqual(['leavingpool', 'running']);
  });

  it.each([
    ['requeue', 't1 active', 'leavingpool'],
    ['terminate', 't1 completed', 'leavingpool'],
    ['taskcompletion', 't1 running', 'running'],
  ])('with %s leaves %s', async (nodeDeallocationOption, task, state) => {
    await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 240);
    await post('resize', { targetDedicatedNodes: 0, nodeDeallocationOption });
    expect([await account.tasks('job'), await account.states('render')]).toEqual([[task], [state]]);
    await account.addTasks('job', ['t2'], 60);
    await account.advance('PT5M');
    expect(await account.states('render')).toEqual([]);
    expect(await account.tasks('job')).toContain('t2 active');
    expect(await pool()).toMatchObject({ allocationState: 'steady', currentDedicatedNodes: 0 });
  });

  it('waits for the data of tasks where that is asked', async () => {
    await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 60, { constraints: { retentionTime: 'PT1H' } });
    await post('resize', { targetDedicatedNodes: 0, nodeDeallocationOption: 'retaineddata', resizeTimeout: 'PT3H' });
    await account.advance('PT30M');
    expect(await account.states('render')).toEqual(['leavingpool']);
    await account.advance('PT1H');
    expect(await account.states('render')).toEqual([]);
  });

  it('is over when its time is, and says so', async () => {
    await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 3600);
    const order = { targetDedicatedNodes: 0, nodeDeallocationOption: 'taskcompletion', resizeTimeout: 'PT5M' };
    await post('resize', order);
    await account.advance('PT6M');
    expect(await pool()).toMatchObject({
      allocationState: 'steady',
      currentDedicatedNodes: 1,
      resizeErrors: [{ code: 'AllocationTimedout' }],
    });
    await account.addTasks('job', ['t2'], 60);
    await account.advance('PT2H');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 completed']);
  });

  it('is not ended by what was planned for a pool of the same id before', async () => {
    await account.control('PUT', 'latencies', { create: { median: 'PT12M' }, deallocate: { median: 'PT0S' } });
    await account.createPool('render');
    await account.advance('PT1M');
    await account.call('DELETE', '/pools/render');
    await account.advance('PT4M');
    await account.createPool('render');
    // The first pool was to be allocated after 12 minutes, and to give up after 15.
    await account.advance('PT11M');
    expect(await pool()).toMatchObject({ allocationState: 'resizing' });
    expect(await account.states('render')).toEqual(['creating']);
  });

  it('can be stopped: machines that are not there yet do not come', async () => {
    await account.createIdlePool('render');
    await post('resize', { targetDedicatedNodes: 5 });
    expect(await post('stopresize')).toMatchObject({ status: 202, body: undefined });
    expect(await pool()).toMatchObject({ allocationState: 'stopping', currentDedicatedNodes: 1 });
    expect(await refusal('stopresize')).toEqual([409, 'OperationInvalidForCurrentState']);
    await account.advance('PT10S');
    expect(await pool()).toMatchObject({
      allocationState: 'steady',
      targetDedicatedNodes: 5,
      resizeErrors: [{ code: 'ResizeStopped' }],
    });
    await post('resize', { targetDedicatedNodes: 2 });
    await account.advance('PT10M');
    expect(await pool()).toMatchObject({ allocationState: 'steady', currentDedicatedNodes: 2 });
    expect(await pool()).not.toHaveProperty('resizeErrors');
  });

  it('can be stopped: nodes that wait for their tasks stay', async () => {
    await account.createIdlePool('render', { dedicated: 2 });
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 3600);
    await post('resize', { targetDedicatedNodes: 0, nodeDeallocationOption: 'taskcompletion' });
    expect(await account.states('render')).toEqual(['running', 'leavingpool']);
    await post('stopresize');
    await account.advance('PT30S');
    expect(await pool()).toMatchObject({ allocationState: 'stopping' });
    await account.advance('PT30S');
    expect(await pool()).toMatchObject({ allocationState: 'steady', currentDedicatedNodes: 1 });
    await account.addTasks('job', ['t2'], 60);
    await account.advance('PT2H');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 completed']);
  });
});

describe('removing nodes', () => {
  async function ids(): Promise<readonly string[]> {
    return (await account.nodes('render')).map(({ id }: WireNode) => id);
  }

  it('removes those that are named, and asks for fewer from then on', async () => {
    const [first, second, third] = await account.createIdlePool('render', { dedicated: 3 });
    const nodeList = [first?.id, third?.id?.toUpperCase(), first?.id];
    expect(await post('removenodes', { nodeList })).toMatchObject({ status: 202, body: undefined });
    expect(await account.states('render')).toEqual(['leavingpool', 'idle', 'leavingpool']);
    expect(await pool()).toMatchObject({ allocationState: 'resizing', targetDedicatedNodes: 1 });
    await account.advance('PT1M');
    expect(await ids()).toEqual([second?.id]);
    expect(await pool()).toMatchObject({ allocationState: 'steady' });
  });

  it('acts on their tasks as asked', async () => {
    const [node] = await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 600);
    await post('removenodes', { nodeList: [node?.id], nodeDeallocationOption: 'taskcompletion' });
    expect(await account.states('render')).toEqual(['running']);
    await account.advance('PT11M');
    expect([await account.tasks('job'), await ids()]).toEqual([['t1 completed'], []]);
  });

  it('is refused where one of them is not there, and for more than a hundred', async () => {
    const [node] = await account.createIdlePool('render');
    expect(await refusal('removenodes', { nodeList: [node?.id, 'other'] })).toEqual([404, 'NodeNotFound']);
    const many = Array.from({ length: 101 }, (_, index) => `n${index}`);
    expect(await refusal('removenodes', { nodeList: many })).toEqual([400, 'InvalidPropertyValue']);
    expect(await account.states('render')).toEqual(['idle']);
  });
});

describe('automatic scaling', () => {
  const FORMULA = { autoScaleFormula: '$TargetDedicatedNodes=9', autoScaleEvaluationInterval: 'PT5M' };

  it('is enabled with a formula, which is kept and not computed', async () => {
    await account.createIdlePool('render');
    expect(await refusal('enableautoscale', {})).toEqual([400, 'MissingRequiredProperty']);
    expect(await post('enableautoscale', FORMULA)).toMatchObject({ status: 200, body: undefined });
    await account.advance('PT1H');
    expect(await pool()).toMatchObject({ enableAutoScale: true, ...FORMULA, currentDedicatedNodes: 1 });
    expect(await refusal('resize', { targetDedicatedNodes: 0 })).toEqual([409, 'OperationNotValidOnPool']);
  });

  it('is enabled twice only half a minute apart; what is not said again stays', async () => {
    await account.createIdlePool('render');
    await post('enableautoscale', FORMULA);
    expect(await refusal('enableautoscale', {})).toEqual([503, 'TooManyEnableAutoScaleRequests']);
    await account.advance('PT30S');
    expect(await post('enableautoscale', { autoScaleEvaluationInterval: 'PT10M' })).toMatchObject({ status: 200 });
    expect(await pool()).toMatchObject({ ...FORMULA, autoScaleEvaluationInterval: 'PT10M' });
  });

  it('is disabled again, with the nodes that there are', async () => {
    await account.createIdlePool('render', { dedicated: 2 });
    await post('enableautoscale', FORMULA);
    expect(await post('disableautoscale')).toMatchObject({ status: 200 });
    expect(await pool()).toMatchObject({ enableAutoScale: false, targetDedicatedNodes: 2, allocationState: 'steady' });
    expect(await post('disableautoscale')).toMatchObject({ status: 200 });
  });

  it('evaluates a formula to what is there', async () => {
    await account.createIdlePool('render', { dedicated: 2 });
    const { autoScaleFormula } = FORMULA;
    expect(await refusal('evaluateautoscale', { autoScaleFormula })).toEqual([409, 'OperationNotValidOnPool']);
    await post('enableautoscale', FORMULA);
    const { status, body } = await account.call<WireAutoScaleRun>('POST', '/pools/render/evaluateautoscale', {
      autoScaleFormula,
    });
    expect([status, body]).toEqual([
      200,
      {
        timestamp: '2026-03-02T12:04:00.0000000Z',
        results: '$TargetDedicatedNodes=2;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue',
      },
    ]);
  });
});

it('a node that is to leave is not upgraded on its way', async () => {
  const upgradePolicy = { mode: 'automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } };
  await account.createIdlePool('render', { properties: { upgradePolicy } });
  await account.createJob('job', 'render');
  await account.addTasks('job', ['t1'], 240);
  await post('resize', { targetDedicatedNodes: 0, nodeDeallocationOption: 'taskcompletion' });
  const image = { publisher: 'microsoftcblmariner', offer: 'cbl-mariner', sku: 'cbl-mariner-2', version: '9.9.9' };
  await account.control('POST', 'images', image);
  expect(await account.states('render')).toEqual(['running']);
  await account.advance('PT6M');
  expect([await account.tasks('job'), await account.states('render')]).toEqual([['t1 completed'], []]);
});

it('a world with resizes is the same when it is played again', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'pools-')), 'world.jsonl');
  const latencies = { create: { median: NOON.until(NOON.add({ minutes: 1 })), sigma: 0.5 } };
  await account.close();
  account = await EmulatedAccount.start({ file, latencies });
  await account.call('POST', '/pools', BODY);
  await account.advance('PT10M');
  await post('resize', { targetDedicatedNodes: 5 });
  await account.advance('PT40S');
  await post('stopresize');
  await account.advance('PT1M');
  await post('resize', { targetDedicatedNodes: 1, targetLowPriorityNodes: 2 });
  await account.advance('PT50S');
  const seen = [await account.nodes('render'), await pool()].map(withoutAddress);
  await account.close();
  account = await EmulatedAccount.start({ file, latencies });
  expect([await account.nodes('render'), await pool()].map(withoutAddress)).toEqual(seen);
});

/** Another process has another port. */
function withoutAddress(view: unknown): unknown {
  return JSON.parse(JSON.stringify(view).replaceAll(account.url, ''));
}
