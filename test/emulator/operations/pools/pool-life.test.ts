import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArmPool } from '../../../../src/wire/arm-pool.ts';
import { EmulatedAccount, IMAGE } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

const POOL = { vmSize: 'STANDARD_D2S_V3', deploymentConfiguration: { virtualMachineConfiguration: IMAGE } };

describe('a pool', () => {
  it('is there at once, resizing, and steady when its machines are there', async () => {
    const { body, headers } = await account.createPool('render', { dedicated: 2 });
    expect(body).toMatchObject({
      id: `${account.resourceId}/pools/render`,
      name: 'render',
      type: 'Microsoft.Batch/batchAccounts/pools',
      etag: headers.get('etag'),
      properties: { provisioningState: 'Succeeded', allocationState: 'Resizing', currentDedicatedNodes: 2 },
    });
    await account.advance('PT1M');
    const { body: steady } = await account.call<object>('GET', `${account.resourceId}/pools/render`);
    expect(steady).toMatchObject({ properties: { allocationState: 'Steady' } });
  });

  it('keeps what the emulator does not look at', async () => {
    const properties = {
      upgradePolicy: { mode: 'automatic' },
      networkConfiguration: { subnetId: 'x' },
      metadata: [{ name: 'lamplighter.policy', value: 'render' }],
    };
    await account.createPool('render', { properties });
    const { body } = await account.call<object>('GET', `${account.resourceId}/pools/render`);
    expect(body).toMatchObject({ properties });
  });

  it('looks on the data plane as the data plane says it', async () => {
    const properties = {
      taskSlotsPerNode: 4,
      taskSchedulingPolicy: { nodeFillType: 'Pack' },
      metadata: [{ name: 'a', value: 'b' }],
    };
    await account.createIdlePool('render', { dedicated: 2, properties });
    const { body } = await account.call<object>('GET', '/pools/render');
    expect(body).toMatchObject({
      id: 'render',
      url: `${account.url}/pools/render`,
      state: 'active',
      allocationState: 'steady',
      allocationStateTransitionTime: '2026-03-02T12:01:00.0000000Z',
      virtualMachineConfiguration: { imageReference: IMAGE.imageReference, nodeAgentSKUId: IMAGE.nodeAgentSkuId },
      enableAutoScale: false,
      targetDedicatedNodes: 2,
      currentDedicatedNodes: 2,
      resizeTimeout: 'PT15M',
      taskSlotsPerNode: 4,
      taskSchedulingPolicy: { nodeFillType: 'Pack' },
      metadata: [{ name: 'a', value: 'b' }],
    });
  });

  it('with a formula says so', async () => {
    const scaleSettings = { autoScale: { formula: '$TargetDedicatedNodes=1' } };
    await account.createPool('render', { properties: { scaleSettings } });
    const { body } = await account.call<object>('GET', '/pools/render');
    expect(body).toMatchObject({
      enableAutoScale: true,
      autoScaleFormula: '$TargetDedicatedNodes=1',
      autoScaleEvaluationInterval: 'PT15M',
    });
  });

  describe('that is there already', () => {
    const ONE_NODE = { ...POOL, scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } } };
    const put = (properties: object, headers: Record<string, string> = {}, more: object = {}) =>
      account.call<ArmPool & { error: { code: string } }>(
        'PUT',
        `${account.resourceId}/pools/Render`,
        { properties, ...more },
        headers,
      );

    it('is not touched where it must be new, and not made where it must be there', async () => {
      expect(await put(POOL, { 'if-match': '*' })).toMatchObject({
        status: 412,
        body: { error: { code: 'ConditionNotMet' } },
      });
      const { headers } = await account.createPool('render', { dedicated: 0 });
      const etag = headers.get('etag') ?? '';
      expect(await put(POOL, { 'if-none-match': '*' })).toMatchObject({ status: 412 });
      expect(await put(POOL, { 'if-match': 'W/"0x8DE"' })).toMatchObject({ status: 412 });
      expect(await put(POOL, { 'if-match': etag })).toMatchObject({ status: 200 });
      expect(await put(POOL, { 'if-none-match': etag })).toMatchObject({ status: 200 });
    });

    it('stays as it is when the same is asked for again, while it grows and later', async () => {
      const settings = { ...ONE_NODE, taskSlotsPerNode: 2, metadata: [{ name: 'a', value: 'b' }] };
      await put(settings, {}, { tags: { team: 'one' } });
      for (const _ of [1, 2]) {
        expect(await put(settings, {}, { tags: { team: 'one' } })).toMatchObject({
          status: 200,
          body: { name: 'Render', tags: { team: 'one' }, properties: settings },
        });
        await account.advance('PT10M');
      }
      expect(await account.states('render')).toEqual(['idle']);
    });

    it('is brought to another size, and what is left out is as in a new pool', async () => {
      const startTask = { commandLine: 'sleep 1' };
      await put({ ...ONE_NODE, startTask, metadata: [{ name: 'a', value: 'b' }] });
      await account.advance('PT10M');
      const { status, body } = await put({ ...POOL, scaleSettings: { fixedScale: { targetDedicatedNodes: 3 } } });
      expect([status, body.properties['allocationState']]).toEqual([200, 'Resizing']);
      expect(body.properties).not.toHaveProperty('metadata');
      expect(body.properties).not.toHaveProperty('startTask');
      await account.advance('PT10M');
      expect(await account.states('render')).toEqual(['idle', 'idle', 'idle']);
    });

    it.each([
      ['another size of machine', { vmSize: 'STANDARD_D4S_V3' }],
      ['other slots', { taskSlotsPerNode: 2 }],
    ])('is not given %s while it has nodes', async (_, change) => {
      await put(ONE_NODE);
      await account.advance('PT10M');
      const { status, body } = await put({ ...ONE_NODE, ...change });
      expect([status, body.error.code]).toEqual([400, 'PropertyCannotBeUpdated']);
    });

    it('is left alone while it is being deleted', async () => {
      await put(POOL);
      await account.call('DELETE', `${account.resourceId}/pools/render`);
      expect(await put(POOL)).toMatchObject({ status: 409, body: { error: { code: 'PoolBeingDeleted' } } });
    });
  });

  it.each([
    ['without a size', { ...POOL, vmSize: undefined }, 'MissingRequiredProperty', 'properties.vmSize'],
    [
      'with two ways to scale',
      { ...POOL, scaleSettings: { fixedScale: {}, autoScale: { formula: '0' } } },
      'InvalidPropertyValue',
      'Exactly one',
    ],
    [
      'with a timeout below five minutes',
      { ...POOL, scaleSettings: { fixedScale: { resizeTimeout: 'PT4M' } } },
      'InvalidPropertyValue',
      'The minimum value is 5 minutes',
    ],
    [
      'without a node agent',
      { ...POOL, deploymentConfiguration: { virtualMachineConfiguration: { imageReference: {} } } },
      'MissingRequiredProperty',
      'nodeAgentSkuId',
    ],
  ])('is not made %s', async (_, properties, code, text) => {
    const { status, body } = await account.call<{ error: { code: string; details: object[] } }>(
      'PUT',
      `${account.resourceId}/pools/p`,
      { properties },
    );
    expect([status, body.error.code]).toEqual([400, code]);
    expect(JSON.stringify(body.error.details)).toContain(text);
  });

  it('is listed on both planes', async () => {
    await account.createPool('a');
    await account.createPool('b');
    const management = await account.call<{ value: { name: string }[]; nextLink: string }>(
      'GET',
      `${account.resourceId}/pools?maxresults=1`,
    );
    expect(management.body.value.map(({ name }) => name)).toEqual(['a']);
    const next = await account.call<{ value: { name: string }[] }>(
      'GET',
      management.body.nextLink.slice(account.url.length),
    );
    expect(next.body.value.map(({ name }) => name)).toEqual(['b']);
    const data = await account.call<{ value: { id: string }[] }>('GET', '/pools');
    expect(data.body.value.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('is deleted by and by, and its tasks wait again', async () => {
    await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 600);
    const path = `${account.resourceId}/pools/render`;
    const { status, headers } = await account.call('DELETE', path);
    expect([status, headers.get('retry-after')]).toEqual([202, '15']);
    expect(await account.states('render')).toEqual(['leavingpool']);
    expect(await account.tasks('job')).toEqual(['t1 active']);
    const result = headers.get('location')?.slice(account.url.length) ?? '';
    expect(await account.call('GET', result)).toMatchObject({ status: 202 });
    await account.advance('PT5M');
    expect(await account.call('GET', result)).toMatchObject({ status: 200 });
    expect(await account.call('GET', path)).toMatchObject({ status: 404 });
    expect(await account.call('DELETE', path)).toMatchObject({ status: 204 });
  });

  it('belongs to an account, which can be looked up', async () => {
    const { body } = await account.call<object>('GET', account.resourceId);
    expect(body).toMatchObject({ name: 'demo', properties: { accountEndpoint: new URL(account.url).host } });
    const other = account.resourceId.replace('resourceGroups/demo', 'resourceGroups/other');
    expect(await account.call('GET', other)).toMatchObject({
      status: 404,
      body: { error: { code: 'AccountNotFound' } },
    });
  });
});
