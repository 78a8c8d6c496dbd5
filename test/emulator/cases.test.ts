import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireNodeExtension } from '../../src/wire/node-extension.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';

/** Requests that clients send to the live service, with the answers that were recorded of it or that its documents give. */

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

const UBUNTU = {
  imageReference: { publisher: 'canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts' },
  nodeAgentSKUId: 'batch.node.ubuntu 22.04',
};

const ARM_UBUNTU = { imageReference: UBUNTU.imageReference, nodeAgentSkuId: UBUNTU.nodeAgentSKUId };

/** Makes a pool on the management plane; the status of the answer. */
async function put(properties: object, { machines = {}, version = '2025-06-01' } = {}): Promise<number> {
  const deploymentConfiguration = { virtualMachineConfiguration: { ...ARM_UBUNTU, ...machines } };
  const scaleSettings = { fixedScale: { targetDedicatedNodes: 1 } };
  const { status } = await account.call('PUT', `${account.resourceId}/pools/case?api-version=${version}`, {
    properties: { vmSize: 'Standard_D2s_v3', deploymentConfiguration, scaleSettings, ...properties },
  });
  return status;
}

it('pool-without-targets: a pool without a number of nodes has none', async () => {
  const body = { id: 'notargets', vmSize: 'standard_a1', virtualMachineConfiguration: UBUNTU };
  for (const version of ['2022-10-01.16.0', '2024-07-01.20.0']) {
    const id = `notargets-${version.slice(0, 4)}`;
    expect((await account.call('POST', `/pools?api-version=${version}`, { ...body, id })).status).toBe(201);
    expect((await account.call<object>('GET', `/pools/${id}`)).body).toMatchObject({
      targetDedicatedNodes: 0,
      targetLowPriorityNodes: 0,
    });
  }
});

describe('select-star', () => {
  it.each(['/pools/render', '/pools/render/nodes', '/jobs', '/jobs/job/tasks'])(
    '%s shows all members',
    async (path) => {
      await account.createIdlePool('render');
      await account.createJob('job', 'render');
      await account.addTasks('job', ['t1'], 60);
      const all = await account.call<object>('GET', path);
      expect((await account.call<object>('GET', `${path}?$select=*`)).body).toEqual(all.body);
    },
  );
});

describe('filter-state-ne', () => {
  it.each([
    ['/pools/render/nodes', "state ne 'idle'", ['running']],
    ['/pools', "state ne 'deleting' and allocationState ne 'resizing'", ['active']],
    ['/jobs', "state ne 'completed'", ['active']],
    ['/jobs/job/tasks', "state ne 'completed'", ['running']],
    ['/jobs/job/tasks', "state ne 'running'", ['completed']],
  ])('%s with %s', async (path, filter, states) => {
    await account.createIdlePool('render', { dedicated: 2 });
    await account.createJob('job', 'render');
    await account.addTasks('job', ['short'], 1);
    await account.advance('PT1S');
    await account.addTasks('job', ['long'], 60);
    const { body } = await account.call<{ value: { state: string }[] }>('GET', `${path}?$filter=${filter}`);
    expect(body.value.map(({ state }) => state)).toEqual(states);
  });
});

it('enumeration-empty-text: an enumeration that is an empty text is not set', async () => {
  const machines = { osDisk: { ephemeralOSDiskSettings: { placement: '' } } };
  const fixedScale = { nodeDeallocationOption: '', resizeTimeout: 'PT15M', targetDedicatedNodes: 1 };
  const properties = { scaleSettings: { fixedScale }, displayName: '', interNodeCommunication: '', metadata: [] };
  expect(await put(properties, { machines })).toBe(200);
  const { body } = await account.call<object>('GET', `${account.resourceId}/pools/case`);
  expect(body).toMatchObject({
    properties: {
      displayName: '',
      interNodeCommunication: 'Disabled',
      deploymentConfiguration: { virtualMachineConfiguration: { osDisk: { ephemeralOSDiskSettings: {} } } },
    },
  });
});

describe('duration-years-months', () => {
  it.each([
    ['P3Y6M4DT12H30M5S', 'P1279DT12H30M5S'],
    ['PT36H', 'P1DT12H'],
    ['P2W', 'P14D'],
  ])('%s is shown as %s', async (given, shown) => {
    await account.createPool('render', { dedicated: 0 });
    await account.createJob('job', 'render');
    const constraints = { maxWallClockTime: given, maxTaskRetryCount: 1 };
    expect(await account.call('PATCH', '/jobs/job', { constraints })).toMatchObject({ status: 200 });
    expect((await account.call<object>('GET', '/jobs/job')).body).toMatchObject({
      constraints: { maxWallClockTime: shown, maxTaskRetryCount: 1 },
    });
  });

  it.each(['-PT5M', 'soon', 'P', ''])('%j is refused', async (maxWallClockTime) => {
    await account.createPool('render', { dedicated: 0 });
    const job = { id: 'job', poolInfo: { poolId: 'render' }, constraints: { maxWallClockTime } };
    expect((await account.call('POST', '/jobs', job)).status).toBe(400);
  });
});

describe('defaults-not-shown', () => {
  const UNLIMITED = 'P10675199DT2H48M5.4775807S';

  it('a pool shows what the service fills in', async () => {
    const pool = {
      id: 'two',
      vmSize: 'Standard_A1',
      targetDedicatedNodes: 2,
      startTask: { commandLine: '/bin/sh -c true' },
      virtualMachineConfiguration: UBUNTU,
    };
    await account.call('POST', '/pools', pool);
    const startTask = {
      commandLine: '/bin/sh -c true',
      userIdentity: { autoUser: { scope: 'pool', elevationLevel: 'nonadmin' } },
      maxTaskRetryCount: 0,
      waitForSuccess: true,
    };
    expect((await account.call<object>('GET', '/pools/two')).body).toMatchObject({
      startTask,
      vmSize: 'standard_a1',
      taskSchedulingPolicy: { nodeFillType: 'Spread' },
    });
    expect((await account.nodes('two'))[0]).toMatchObject({ startTask, vmSize: 'standard_a1' });
  });

  it('a job shows what the service fills in, also after a part of it was changed', async () => {
    await account.createPool('render', { dedicated: 0 });
    await account.createJob('j1', 'render');
    const job = async () => (await account.call<object>('GET', '/jobs/j1')).body;
    expect(await job()).toMatchObject({
      usesTaskDependencies: false,
      onTaskFailure: 'noaction',
      constraints: { maxWallClockTime: UNLIMITED, maxTaskRetryCount: 0 },
    });
    await account.call('PATCH', '/jobs/j1', { constraints: { maxWallClockTime: 'PT1H' } });
    await account.call('PATCH', '/jobs/j1', { constraints: { maxTaskRetryCount: 2 } });
    expect(await job()).toMatchObject({ constraints: { maxWallClockTime: UNLIMITED, maxTaskRetryCount: 2 } });
  });

  it('what is shown can be sent back and changes nothing', async () => {
    await account.createIdlePool('render');
    const { body } = await account.call<Record<string, unknown>>('GET', '/pools/render');
    const { vmSize, taskSchedulingPolicy, taskSlotsPerNode } = body;
    expect(
      await account.call('PATCH', '/pools/render', { vmSize, taskSchedulingPolicy, taskSlotsPerNode }),
    ).toMatchObject({
      status: 200,
    });
  });
});

describe('old-operations-not-501', () => {
  it.each(['/certificates', '/lifetimepoolstats', '/lifetimejobstats', '/pools/p/nodes/n/rdp'])(
    '%s is missing by name in a version that has it, and is no address in one that has it not',
    async (path) => {
      const old = await account.call<{ code: string; values: object[] }>('GET', `${path}?api-version=2022-10-01.16.0`);
      expect(old).toMatchObject({ status: 501, body: { code: 'NotImplemented', values: [{ key: 'Operation' }] } });
      expect(await account.call('GET', `${path}?api-version=2025-06-01`)).toMatchObject({
        status: 400,
        body: { code: 'InvalidUri' },
      });
    },
  );
});

/** The status messages of an extension of the only node of a pool that has it. */
async function extensionOf(extension: object, properties: object = {}): Promise<string> {
  expect(await put(properties, { machines: { extensions: [extension] } })).toBe(200);
  await account.advance('PT6M');
  const [node] = await account.nodes('case');
  const { body } = await account.call<WireNodeExtension>('GET', `/pools/case/nodes/${node?.id}/extensions/extension`);
  return JSON.stringify(body.instanceView);
}

const HEALTH = { name: 'extension', publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux' };

describe('health-tcp-empty-path', () => {
  it('an empty path is as none', async () => {
    const settings = { protocol: 'tcp', port: 9443, requestPath: '' };
    expect(await extensionOf({ ...HEALTH, settings })).toContain('Healthy');
  });

  it('another path is refused by the extension', async () => {
    const settings = { protocol: 'tcp', port: 9443, requestPath: '/health' };
    expect(await extensionOf({ ...HEALTH, settings })).toContain("'requestPath' cannot be specified");
  });
});

describe('nat-port-22-3389', () => {
  const endpoint = (backendPort: number) => ({
    networkConfiguration: {
      endpointConfiguration: {
        inboundNatPools: [
          { name: 'a', protocol: 'TCP', backendPort, frontendPortRangeStart: 4000, frontendPortRangeEnd: 4100 },
        ],
      },
    },
  });

  it.each([
    [22, 200, 400],
    [3389, 200, 400],
    [29_876, 400, 400],
    [29_877, 400, 400],
  ])('port %d answers %d, and before 2024-07-01 %d', async (port, now, before) => {
    expect(await put(endpoint(port), { version: '2024-02-01' })).toBe(before);
    expect(await put(endpoint(port))).toBe(now);
  });
});

describe('endpoint-other-letter-case', () => {
  const endpoint = (backendPort: number) => ({
    networkConfiguration: {
      endpointConfiguration: {
        inboundNATPools: [
          { name: 'a', protocol: 'tcp', backendPort, frontendPortRangeStart: 40_000, frontendPortRangeEnd: 40_500 },
        ],
      },
    },
  });

  it('members of the management plane are read in any letter case', async () => {
    expect(await put(endpoint(8080))).toBe(200);
    const { body } = await account.call<object>('GET', `${account.resourceId}/pools/case`);
    expect(JSON.stringify(body)).toContain('"inboundNatPools":[{"name":"a"');
  });

  it('and are held to their rules', async () => {
    expect(await put(endpoint(29_877))).toBe(400);
  });
});

describe('os-upgrade-windows-updates-left-out', () => {
  it.each([
    [undefined, 200],
    [{}, 200],
    [{ enableAutomaticUpdates: false }, 200],
    [{ enableAutomaticUpdates: true }, 400],
  ])('windowsConfiguration %j answers %d', async (windowsConfiguration, status) => {
    const machines = {
      imageReference: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2016-datacenter-smalldisk' },
      nodeAgentSkuId: 'batch.node.windows amd64',
      ...(windowsConfiguration !== undefined && { windowsConfiguration }),
    };
    const upgradePolicy = { mode: 'automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } };
    expect(await put({ upgradePolicy }, { machines })).toBe(status);
  });
});

describe('extension-settings-text', () => {
  const settings = {
    secretsManagementSettings: {
      requireInitialSync: true,
      observedCertificates: ['https://vault.vault.azure.net/secrets/certificate'],
    },
  };
  const identity = { type: 'UserAssigned', userAssignedIdentities: { '/identities/one': {} } };
  const KEY_VAULT = { name: 'extension', publisher: 'Microsoft.Azure.KeyVault', type: 'KeyVaultForLinux' };

  /** In a scenario, since every answer of a call is held to its specification, which knows objects alone. */
  async function stateWith(extension: object): Promise<string | undefined> {
    await account.close();
    const properties = {
      vmSize: 'STANDARD_D2S_V3',
      deploymentConfiguration: { virtualMachineConfiguration: { ...ARM_UBUNTU, extensions: [extension] } },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
    };
    const pools = [{ name: 'case', identity, properties }];
    account = await EmulatedAccount.start({ scenario: { accounts: [{ name: 'demo', pools }] } });
    await account.advance('PT6M');
    const [node] = await account.nodes('case');
    return `${node?.state} ${JSON.stringify(node?.errors ?? [])}`;
  }

  it('as an object pass', async () => {
    expect(await stateWith({ ...KEY_VAULT, settings })).toBe('idle []');
  });

  it('as a text make nodes unusable where the initial sync is required', async () => {
    const state = await stateWith({ ...KEY_VAULT, settings: JSON.stringify(settings) });
    expect(state).toContain('unusable');
    expect(state).toContain("'not an object'");
  });
});

it('a package reference that does not exist is refused', async () => {
  const pool = { id: 'p', vmSize: 'standard_a1', virtualMachineConfiguration: UBUNTU };
  const applicationPackageReferences = [{ applicationId: 'does-not-exist' }];
  expect(await account.call('POST', '/pools', { ...pool, applicationPackageReferences })).toMatchObject({
    status: 409,
    body: { code: 'InvalidApplicationPackageReferences', values: [{ key: 'does-not-exist' }] },
  });
  expect(await put({ applicationPackages: [{ id: '/applications/blender', version: 'does-not-exist' }] })).toBe(409);
  expect(await put({ applicationPackages: [{ id: '/applications/blender', version: '4' }] })).toBe(200);
});

describe('a health probe straight to the port of the Batch node agent', () => {
  it.each([
    ['http', 29_879, 'Healthy'],
    ['http', 80, 'Unhealthy'],
  ])('%s to %d finds the application %s that is not', async (protocol, port, found) => {
    await put({}, { machines: { extensions: [{ ...HEALTH, settings: { protocol, port, requestPath: '/health' } }] } });
    await account.control('POST', 'health', { pool: 'case', application: 'Unhealthy', agent: 'healthy' });
    await account.advance('PT10M');
    const [node] = await account.nodes('case');
    const { body } = await account.call<WireNodeExtension>('GET', `/pools/case/nodes/${node?.id}/extensions/extension`);
    expect(body.instanceView.subStatuses?.[1]).toMatchObject({ message: found });
  });
});
