import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArmPool } from '../../../../src/wire/arm-pool.ts';
import { EmulatedAccount, IMAGE } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

interface Refusal {
  readonly error: { readonly code: string; readonly message: string };
}

const PROVIDER = '/providers/Microsoft.Batch/batchAccounts';

function path(id = 'render'): string {
  return `${account.resourceId}/pools/${id}`;
}

async function pool(id = 'render'): Promise<ArmPool> {
  return (await account.call<ArmPool>('GET', path(id))).body;
}

async function patch(properties: object, headers: Record<string, string> = {}) {
  return account.call<ArmPool & Refusal>('PATCH', path(), { properties }, headers);
}

describe('accounts', () => {
  it('are listed by subscription and by resource group', async () => {
    const { subscriptionId, resourceGroup } = account.emulator.account;
    const names = async (path: string) => {
      const { status, body } = await account.call<{ value: { name: string }[] }>('GET', path);
      return [status, body.value.map(({ name }) => name)];
    };
    const subscription = `/subscriptions/${subscriptionId}`;
    expect(await names(`${subscription}${PROVIDER}`)).toEqual([200, ['demo']]);
    expect(await names(`${subscription}/resourceGroups/${resourceGroup.toUpperCase()}${PROVIDER}`)).toEqual([
      200,
      ['demo'],
    ]);
    expect(await names(`${subscription}/resourceGroups/other${PROVIDER}`)).toEqual([200, []]);
    expect(await names(`/subscriptions/11111111-1111-1111-1111-111111111111${PROVIDER}`)).toEqual([200, []]);
  });

  it('tell their key', async () => {
    const { name, key } = account.emulator.account;
    expect(await account.call('POST', `${account.resourceId}/listKeys`)).toMatchObject({
      status: 200,
      body: { accountName: name, primary: key, secondary: key },
    });
  });
});

it.each(['x'.repeat(65), 'a%20b'])('a pool cannot be named %s, and the refusal says what is wrong', async (name) => {
  const answer = await account.call<Refusal>('PUT', path(name), { properties: { vmSize: 'STANDARD_D2S_V3' } });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'InvalidPropertyValue',
        details: [{ code: 'PropertyName', message: 'name' }, { code: 'Reason' }],
      },
    },
  });
});

describe('a list of pools', () => {
  beforeEach(async () => {
    await account.createPool('alpha', { dedicated: 0 });
    await account.advance('PT1H');
    await account.createPool('beta', {
      properties: { scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=1' } } },
    });
  });

  async function list(query: Record<string, string>) {
    return account.call<{ value: ArmPool[] } & Refusal>(
      'GET',
      `${account.resourceId}/pools?${new URLSearchParams(query)}`,
    );
  }

  it.each([
    ["startswith(name, 'al')", ['alpha']],
    ["name eq 'beta'", ['beta']],
    ["properties/allocationState eq 'Resizing'", ['beta']],
    ["properties/provisioningState eq 'Succeeded' and properties/vmSize eq 'STANDARD_D2S_V3'", ['alpha', 'beta']],
    ["properties/creationTime gt datetime'2026-03-02T12:30:00Z'", ['beta']],
    ['properties/scaleSettings/autoScale ne null', ['beta']],
    ['properties/scaleSettings/fixedScale ne null', ['alpha']],
    ["properties/interNodeCommunication ne 'Disabled'", []],
    [
      "startswith(name, 'be') or (properties/allocationState eq 'Steady' and properties/lastModified lt datetime'2026-03-03')",
      ['alpha', 'beta'],
    ],
  ])('with %s has %j', async ($filter, names) => {
    const { body } = await list({ $filter });
    expect(body.value.map(({ name }) => name)).toEqual(names);
  });

  it.each(['properties/taskSlotsPerNode eq 1', "startswith(properties/allocationState, 'S')"])(
    'is not filtered by %s',
    async ($filter) => {
      const { status, body } = await list({ $filter });
      expect([status, body.error.code]).toEqual([400, 'InvalidQueryParameterValue']);
    },
  );

  it('shows the properties that are asked for', async () => {
    const { body } = await list({ $select: 'properties/allocationState, properties/currentDedicatedNodes' });
    expect(body.value[0]).toEqual({
      id: path('alpha'),
      name: 'alpha',
      type: 'Microsoft.Batch/batchAccounts/pools',
      properties: { allocationState: 'Steady', currentDedicatedNodes: 0 },
    });
  });

  it('shows no part of a property', async () => {
    const { status, body } = await list({ $select: 'properties/scaleSettings/autoScale' });
    expect([status, body.error.code]).toEqual([400, 'InvalidQueryParameterValue']);
  });
});

describe('updating a pool', () => {
  it('changes what is supplied and leaves the rest', async () => {
    const properties = { metadata: [{ name: 'a', value: 'b' }], startTask: { commandLine: 'sleep 1' } };
    await account.createIdlePool('render', { properties });
    const metadata = [{ name: 'c', value: 'd' }];
    const { status, headers, body } = await patch({ metadata });
    expect([status, body.etag]).toEqual([200, headers.get('etag')]);
    expect(body).toMatchObject({ properties: { metadata, startTask: { commandLine: 'sleep 1' } } });
    expect(await pool()).toEqual(body);
  });

  it('takes the start task away where it is empty', async () => {
    await account.createIdlePool('render', { properties: { startTask: { commandLine: 'sleep 1' } } });
    await patch({ startTask: {} });
    expect((await pool()).properties).not.toHaveProperty('startTask');
  });

  it('is done only to the version that the caller knows', async () => {
    const { headers } = await account.createPool('render', { dedicated: 0 });
    const etag = headers.get('etag') ?? '';
    expect(await patch({ metadata: [] }, { 'if-match': etag })).toMatchObject({ status: 200 });
    expect(await patch({ metadata: [] }, { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { error: { code: 'ConditionNotMet' } },
    });
    expect(await patch({ metadata: [] }, { 'if-match': '*' })).toMatchObject({ status: 200 });
  });

  it('takes back what was read', async () => {
    const extensions = [
      {
        name: 'monitor',
        publisher: 'Microsoft.Azure.Monitor',
        type: 'AzureMonitorLinuxAgent',
        protectedSettings: { key: 'secret' },
      },
    ];
    const deploymentConfiguration = { virtualMachineConfiguration: { ...IMAGE, extensions } };
    await account.createIdlePool('render', { dedicated: 2, properties: { deploymentConfiguration } });
    const { properties } = await pool();
    expect(JSON.stringify(properties)).not.toContain('secret');
    expect(await patch(properties)).toMatchObject({ status: 200, body: { properties: { allocationState: 'Steady' } } });
    expect((await pool()).properties.deploymentConfiguration).toEqual(properties.deploymentConfiguration);
  });

  it('resizes a pool whose scale is another', async () => {
    await account.createIdlePool('render', { dedicated: 1 });
    const { body } = await patch({
      scaleSettings: {
        fixedScale: { targetDedicatedNodes: 3, resizeTimeout: 'PT20M', nodeDeallocationOption: 'TaskCompletion' },
      },
    });
    expect(body.properties).toMatchObject({
      allocationState: 'Resizing',
      currentDedicatedNodes: 3,
      scaleSettings: { fixedScale: { targetDedicatedNodes: 3, targetLowPriorityNodes: 0, resizeTimeout: 'PT20M' } },
      resizeOperationStatus: {
        targetDedicatedNodes: 3,
        resizeTimeout: 'PT20M',
        nodeDeallocationOption: 'TaskCompletion',
        startTime: '2026-03-02T12:04:00.0000000Z',
      },
    });
    expect(await patch({ scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } } })).toMatchObject({
      status: 409,
      body: { error: { code: 'PoolBeingResized' } },
    });
  });

  it('puts a formula in force, and takes it away again', async () => {
    await account.createIdlePool('render', { dedicated: 2 });
    const { body } = await patch({ scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=0' } } });
    expect(body.properties.scaleSettings).toEqual({
      autoScale: { formula: '$TargetDedicatedNodes=0', evaluationInterval: 'PT15M' },
    });
    expect(await account.call('POST', `${path()}/disableAutoScale`)).toMatchObject({
      status: 200,
      body: { properties: { scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } }, allocationState: 'Steady' } },
    });
  });

  it('goes from a formula to a number of nodes', async () => {
    const scaleSettings = { autoScale: { formula: '$TargetDedicatedNodes=0' } };
    await account.createPool('render', { properties: { scaleSettings } });
    await account.advance('PT1M');
    await patch({ scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } } });
    await account.advance('PT4M');
    expect(await account.states('render')).toEqual(['idle', 'idle']);
  });

  it('is refused while the pool is being deleted', async () => {
    await account.createIdlePool('render');
    await account.call('DELETE', path());
    expect(await patch({ metadata: [] })).toMatchObject({ status: 409, body: { error: { code: 'PoolBeingDeleted' } } });
  });

  it('of what is a matter of all nodes is refused while there are any, with the details of the service', async () => {
    await account.createIdlePool('render');
    expect(await patch({ vmSize: 'STANDARD_D4S_V3' })).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'PropertyCannotBeUpdated',
          message: 'A property that cannot be updated was specified as part of the request.',
          target: 'BatchAccount',
          details: [
            { code: 'Reason', message: 'A property that cannot be updated was specified as part of the request.' },
            { code: 'PropertyName', message: 'vmSize' },
            { code: 'PropertyPath', message: 'properties.vmSize' },
          ],
        },
      },
    });
  });

  it('changes tags and identity', async () => {
    await account.createPool('render', { dedicated: 0 });
    const change = { identity: { type: 'None' }, tags: { team: 'render' } };
    expect(await account.call('PATCH', path(), change)).toMatchObject({ status: 200, body: change });
  });
});

describe('a resize', () => {
  it('is stopped', async () => {
    await account.createPool('render', { dedicated: 3 });
    const { status, headers, body } = await account.call<ArmPool>('POST', `${path()}/stopResize`);
    expect([status, body.etag]).toEqual([200, headers.get('etag')]);
    expect(body.properties).toMatchObject({ allocationState: 'Stopping', currentDedicatedNodes: 0 });
    await account.advance('PT1M');
    expect((await pool()).properties).toMatchObject({
      allocationState: 'Steady',
      resizeOperationStatus: { targetDedicatedNodes: 3, errors: [{ code: 'ResizeStopped' }] },
    });
    expect(await account.call('POST', `${path()}/stopResize`)).toMatchObject({
      status: 409,
      body: { error: { code: 'OperationInvalidForCurrentState' } },
    });
  });
});

describe('a deletion', () => {
  it('is over for whoever follows it, also when a pool of that name is made again', async () => {
    await account.createIdlePool('render');
    const { status, headers } = await account.call('DELETE', path());
    const location = headers.get('location')?.slice(account.url.length) ?? '';
    expect([status, headers.get('retry-after')]).toEqual([202, '15']);
    expect(await account.call('DELETE', path())).toMatchObject({ status: 202 });
    await account.advance('PT2M');
    await account.createPool('render');
    expect(await account.call('GET', location)).toMatchObject({ status: 200 });
  });
});
