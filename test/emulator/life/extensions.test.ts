import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireNode } from '../../../src/wire/node.ts';
import type { WireInstanceViewStatus, WireNodeExtension } from '../../../src/wire/node-extension.ts';
import { EmulatedAccount, IMAGE } from '../../support/emulated-account.ts';

let account: EmulatedAccount;
beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

const IDENTITY = {
  type: 'UserAssigned',
  userAssignedIdentities: {
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i': {},
  },
};

function keyVault(certificate: string, requireInitialSync = true) {
  return {
    name: 'secretext',
    type: 'KeyVaultForLinux',
    publisher: 'Microsoft.Azure.KeyVault',
    typeHandlerVersion: '3.0',
    autoUpgradeMinorVersion: true,
    settings: { secretsManagementSettings: { requireInitialSync, observedCertificates: [certificate] } },
    protectedSettings: { secret: 'of nobody else' },
  };
}

const THERE = 'https://vault.vault.azure.net/secrets/there';
const MISSING = 'https://vault.vault.azure.net/secrets/does-not-exist';

function health(settings: Record<string, unknown>) {
  return {
    name: 'health',
    type: 'ApplicationHealthLinux',
    publisher: 'Microsoft.ManagedServices',
    typeHandlerVersion: '2.0',
    settings,
  };
}

async function createPool(extensions: readonly object[], identity: object | null = IDENTITY): Promise<string> {
  const { status, body } = await account.call('PUT', `${account.resourceId}/pools/render`, {
    properties: {
      vmSize: 'STANDARD_D2S_V3',
      deploymentConfiguration: { virtualMachineConfiguration: { ...IMAGE, extensions } },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
    },
    ...(identity !== null && { identity }),
  });
  expect({ status, body }).toMatchObject({ status: 200 });
  const [node] = await account.nodes('render');
  return node?.id ?? '';
}

async function extension(node: string, name: string): Promise<WireNodeExtension> {
  const { body } = await account.call<WireNodeExtension>('GET', `/pools/render/nodes/${node}/extensions/${name}`);
  return body;
}

function said(statuses: readonly WireInstanceViewStatus[] | undefined): readonly string[] {
  return (statuses ?? []).map(({ code, level, message }) => `${code} ${level} ${message}`);
}

describe('the extensions of a node', () => {
  it('are that of Batch and those of the pool, first on their way and then there', async () => {
    const node = await createPool([keyVault(THERE)]);
    await account.advance('PT1M30S');
    expect(said((await extension(node, 'secretext')).instanceView.statuses)).toEqual([
      'ProvisioningState/transitioning Info Creating',
    ]);
    await account.advance('PT3M');
    const { status, body } = await account.call<{ value: readonly WireNodeExtension[] }>(
      'GET',
      `/pools/render/nodes/${node}/extensions`,
    );
    expect(status).toBe(200);
    expect(body.value.map(({ vmExtension, instanceView }) => [vmExtension.name, said(instanceView.statuses)])).toEqual([
      ['batchNodeExtension', ['ProvisioningState/succeeded Info ExtensionOperation:enable. Status:Success']],
      ['secretext', ['ProvisioningState/succeeded Info Successfully started Key Vault extension service.']],
    ]);
  });

  it('never show protected settings', async () => {
    const node = await createPool([keyVault(THERE)]);
    await account.advance('PT4M');
    expect(JSON.stringify(await extension(node, 'SecretExt'))).not.toContain('of nobody else');
    const { body } = await account.call('GET', `${account.resourceId}/pools/render`);
    expect(JSON.stringify(body)).not.toContain('of nobody else');
  });

  it('come with settings as an object, or as the text of the documents’ example with levels in numbers', async () => {
    const node = await createPool([keyVault(THERE)]);
    await account.advance('PT4M');
    const specified = await extension(node, 'secretext');
    expect(specified.vmExtension.settings).toMatchObject({ secretsManagementSettings: { requireInitialSync: true } });
    await account.control('PUT', 'knobs', { extensionShape: 'text' });
    const documented = await extension(node, 'secretext');
    expect(documented.vmExtension.settings).toContain('{\r\n  "secretsManagementSettings"');
    expect(documented.instanceView.statuses[0]?.level).toBe(0);
  });

  it('come back as they were with settings that are a text, which no extension can read', async () => {
    const { settings, ...missing } = keyVault(THERE);
    const { settings: probe, ...tcp } = health({ protocol: 'tcp', port: 8080 });
    const extensions = [
      { ...missing, settings: JSON.stringify(settings) },
      { ...tcp, settings: JSON.stringify(probe) },
    ];
    // Made by a scenario, as the specification of pools knows objects alone and every answer of a call is held to it.
    const properties = {
      vmSize: 'STANDARD_D2S_V3',
      deploymentConfiguration: { virtualMachineConfiguration: { ...IMAGE, extensions } },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
    };
    await account.close();
    const pools = [{ name: 'render', identity: IDENTITY, properties }];
    account = await EmulatedAccount.start({ scenario: { accounts: [{ name: 'demo', pools }] } });
    const node = (await account.nodes('render'))[0]?.id ?? '';
    await account.advance('PT10M');
    expect((await account.node('render', node)).state).toBe('unusable');
    expect(said((await extension(node, 'health')).instanceView.statuses)[0]).toContain("'not an object'");
    for (const extensionShape of ['object', 'text']) {
      await account.control('PUT', 'knobs', { extensionShape });
      expect((await extension(node, 'secretext')).vmExtension.settings).toBe(JSON.stringify(settings));
    }
  });

  it('that are not there are answered with 404', async () => {
    const node = await createPool([]);
    expect(await account.call('GET', `/pools/render/nodes/${node}/extensions/other`)).toMatchObject({
      status: 404,
      body: { code: 'ResourceNotFound' },
    });
  });

  it('turn out as they are told to', async () => {
    const node = await createPool([keyVault(THERE)]);
    await account.advance('PT4M');
    const outcome = { pool: 'render', name: 'secretext', outcome: 'failed', message: 'VM has reported a failure' };
    await account.control('POST', 'extensions', outcome);
    expect(await extension(node, 'secretext')).toMatchObject({
      provisioningState: 'Failed',
      instanceView: {
        statuses: [{ code: 'ProvisioningState/failed', level: 'Error', message: 'VM has reported a failure' }],
      },
    });
  });

  it('are installed anew when a deallocated node starts', async () => {
    const node = await createPool([keyVault(THERE)]);
    await account.advance('PT4M');
    await account.deallocate('render', node);
    await account.advance('PT1M');
    await account.call('POST', `/pools/render/nodes/${node}/start`);
    expect((await extension(node, 'secretext')).provisioningState).toBe('Creating');
    await account.advance('PT1M');
    expect((await extension(node, 'secretext')).provisioningState).toBe('Succeeded');
  });
});

describe('a Key Vault certificate that does not resolve', () => {
  it('leaves the node unusable where the initial sync is required', async () => {
    const node = await createPool([keyVault(MISSING)]);
    await account.advance('PT10M');
    expect(await account.node('render', node)).toMatchObject({
      state: 'unusable',
      errors: [{ code: 'ExtensionFailed', message: expect.stringContaining('secretext: ') }],
    });
    expect((await extension(node, 'secretext')).provisioningState).toBe('Failed');
  });

  it('leaves it idle where it is not, with a word in the message', async () => {
    const node = await createPool([keyVault(MISSING, false)]);
    await account.advance('PT10M');
    expect((await account.node('render', node)).state).toBe('idle');
    expect((await extension(node, 'secretext')).instanceView.statuses[0]?.message).toContain(
      `${MISSING} does not resolve`,
    );
  });

  it.each([
    ['no list', THERE, "secretext: 'observedCertificates' is not a list"],
    ['nothing at all', null, "secretext: 'observedCertificates' is not a list"],
    ['a list of nothing', [null], 'secretext: a certificate does not resolve'],
  ])('is any in settings that have %s, which are passed on as they are', async (_, observedCertificates, message) => {
    const settings = { secretsManagementSettings: { requireInitialSync: true, observedCertificates } };
    const node = await createPool([{ ...keyVault(THERE), settings }]);
    await account.advance('PT10M');
    expect(await account.node('render', node)).toMatchObject({ state: 'unusable', errors: [{ message }] });
    expect((await extension(node, 'secretext')).provisioningState).toBe('Failed');
  });

  it('is any of a pool without an identity', async () => {
    const node = await createPool([keyVault(THERE)], null);
    await account.advance('PT10M');
    expect((await account.node('render', node)).state).toBe('unusable');
  });
});

describe('the Application Health extension', () => {
  const PROBE = { protocol: 'http', port: 8080, requestPath: '/health', intervalInSeconds: 10, numberOfProbes: 3 };

  async function state(node: string): Promise<readonly string[]> {
    return said((await extension(node, 'health')).instanceView.subStatuses);
  }

  it('says healthy after so many probes, and keeps saying it until so many say otherwise', async () => {
    const node = await createPool([health(PROBE)]);
    // created after a minute, extensions 45 s later, three probes 30 s later
    await account.advance('PT1M50S');
    expect(await state(node)).toEqual([
      'ComponentStatus/AppHealthStatus/succeeded Info Application found to be healthy',
      'ComponentStatus/ApplicationHealthState/transitioning Info Initializing',
    ]);
    await account.advance('PT30S');
    expect((await state(node))[1]).toBe('ComponentStatus/ApplicationHealthState/succeeded Info Healthy');
    await account.control('POST', 'health', { pool: 'render', node, application: 'Unhealthy' });
    await account.advance('PT20S');
    expect((await state(node))[1]).toContain('Healthy');
    await account.advance('PT10S');
    expect(await state(node)).toEqual([
      'ComponentStatus/AppHealthStatus/failed Error Application found to be unhealthy',
      'ComponentStatus/ApplicationHealthState/succeeded Info Unhealthy',
    ]);
  });

  it.each([
    [{ application: 'Unknown' }, 'Unknown'],
    [{ agent: 'unhealthy' }, 'Unhealthy'],
    [{ agent: 'unknown' }, 'Unknown'],
  ])('says of %j that it is %s', async (signal, expected) => {
    const node = await createPool([health(PROBE)]);
    await account.advance('PT4M');
    await account.control('POST', 'health', { pool: 'render', ...signal });
    await account.advance('PT1M');
    expect((await state(node))[1]).toContain(expected);
  });

  it('gives up on an application that never answers when the grace period is over', async () => {
    const node = await createPool([health({ ...PROBE, gracePeriod: 600 })]);
    await account.advance('PT1M1S');
    await account.control('POST', 'health', { pool: 'render', application: 'Unknown' });
    await account.advance('PT10M');
    expect((await state(node))[1]).toContain('Initializing');
    await account.advance('PT1M');
    expect((await state(node))[1]).toContain('Unknown');
  });

  it.each([
    [{ protocol: 'udp' }, 'protocol must be one of'],
    [{ ...PROBE, port: 0 }, 'port must be a whole number from 1 to 65535'],
    [{ ...PROBE, intervalInSeconds: 4 }, 'intervalInSeconds must be a whole number from 5 to 60'],
    [{ ...PROBE, intervalInSeconds: '5' }, 'intervalInSeconds must be a whole number from 5 to 60'],
    [{ ...PROBE, numberOfProbes: 25 }, 'numberOfProbes must be a whole number from 1 to 24'],
    [{ ...PROBE, gracePeriod: 14_401 }, 'gracePeriod must be a whole number from 5 to 14400'],
    // 10 s times 24 is just short enough, 11 s is not
    [{ ...PROBE, intervalInSeconds: 11, numberOfProbes: 24 }, 'Probe settle time (intervalInSeconds * numberOfProbes)'],
    [{ protocol: 'tcp' }, "'port' must be specified"],
    [{ protocol: 'tcp', port: 80, requestPath: '/' }, "'requestPath' cannot be specified when using 'tcp' protocol"],
    [{ ...PROBE, retries: 3 }, 'Additional property retries is not allowed'],
  ])('fails with the settings %j', async (settings, reason) => {
    const node = await createPool([health(settings)]);
    await account.advance('PT10M');
    const { provisioningState, instanceView } = await extension(node, 'health');
    expect(provisioningState).toBe('Failed');
    expect(instanceView.statuses[0]?.message).toContain(reason);
    expect(instanceView.subStatuses).toBeUndefined();
    expect((await account.node('render', node)).state).toBe('idle');
  });

  it('starts with settings at their bounds, and fails with protected ones', async () => {
    const bounds = { ...PROBE, intervalInSeconds: 10, numberOfProbes: 24, gracePeriod: 14_400 };
    const names = ['health', 'other'];
    const [fine, wrong] = names.map((name) => ({ ...health(bounds), name }));
    const node = await createPool([fine ?? {}, { ...wrong, protectedSettings: { token: 'x' } }]);
    await account.advance('PT10M');
    const states = await Promise.all(names.map(async (name) => (await extension(node, name)).provisioningState));
    expect(states).toEqual(['Succeeded', 'Failed']);
  });

  it('always says healthy without a protocol', async () => {
    const node = await createPool([health({})]);
    await account.advance('PT4M');
    await account.control('POST', 'health', { pool: 'render', application: 'Unhealthy' });
    await account.advance('PT10M');
    expect((await state(node))[1]).toContain('Healthy');
  });
});

describe('an OS upgrade', () => {
  const POLICY = {
    mode: 'automatic',
    automaticOSUpgradePolicy: {
      enableAutomaticOSUpgrade: true,
      useRollingUpgradePolicy: true,
      osRollingUpgradeDeferral: true,
    },
    rollingUpgradePolicy: {
      maxBatchInstancePercent: 50,
      maxUnhealthyInstancePercent: 50,
      pauseTimeBetweenBatches: 'PT5M',
    },
  };
  const { publisher, offer, sku } = IMAGE.imageReference;
  const NEWER = { publisher, offer, sku, version: '2.0.0' };

  async function idlePool(upgradePolicy: object = POLICY, dedicated = 4): Promise<readonly WireNode[]> {
    return account.createIdlePool('render', { dedicated, properties: { upgradePolicy } });
  }

  async function versions(): Promise<readonly unknown[]> {
    return (await account.nodes('render')).map(
      ({ virtualMachineInfo }) => virtualMachineInfo?.imageReference['exactVersion'],
    );
  }

  async function states(): Promise<string> {
    return (await account.states('render')).toSorted().join(' ');
  }

  it('rolls through the pool in batches, with the pause between them', async () => {
    await idlePool();
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.0.0']);
    await account.control('POST', 'images', NEWER);
    expect(await states()).toBe('idle idle upgradingos upgradingos');
    await account.advance('PT6M');
    expect(await states()).toBe('idle idle idle idle');
    expect((await versions()).toSorted()).toEqual(['1.0.0', '1.0.0', '2.0.0', '2.0.0']);
    await account.advance('PT5M');
    expect(await states()).toBe('idle idle upgradingos upgradingos');
    await account.advance('PT6M');
    expect(await versions()).toEqual(['2.0.0', '2.0.0', '2.0.0', '2.0.0']);
  });

  it('pauses for days where its policy says so', async () => {
    const rollingUpgradePolicy = { ...POLICY.rollingUpgradePolicy, pauseTimeBetweenBatches: 'PT36H' };
    await idlePool({ ...POLICY, rollingUpgradePolicy });
    await account.control('POST', 'images', NEWER);
    await account.advance('P1D');
    expect((await versions()).toSorted()).toEqual(['1.0.0', '1.0.0', '2.0.0', '2.0.0']);
    await account.advance('P1D');
    expect(await versions()).toEqual(['2.0.0', '2.0.0', '2.0.0', '2.0.0']);
  });

  it('waits for the tasks of a node where it is deferred, and comes before the next task', async () => {
    await idlePool(POLICY, 1);
    await account.createJob('work', 'render');
    await account.addTasks('work', ['t1', 't2'], 600);
    await account.control('POST', 'images', NEWER);
    expect(await states()).toBe('running');
    await account.advance('PT10M');
    expect(await states()).toBe('upgradingos');
    expect(await account.tasks('work')).toEqual(['t1 completed', 't2 active']);
    await account.advance('PT6M');
    expect(await account.tasks('work')).toEqual(['t1 completed', 't2 running']);
    expect(await versions()).toEqual(['2.0.0']);
  });

  it('does not wait for tasks where it is not deferred', async () => {
    await idlePool({ ...POLICY, automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }, 1);
    await account.createJob('work', 'render');
    await account.addTasks('work', ['t1'], 600);
    await account.control('POST', 'images', NEWER);
    expect(await states()).toBe('upgradingos');
    expect(await account.tasks('work')).toEqual(['t1 active']);
  });

  it('is missed by a deallocated node, and made up for when it starts', async () => {
    const [first] = await idlePool(POLICY, 2);
    await account.deallocate('render', first?.id ?? '');
    await account.advance('PT1M');
    await account.control('POST', 'images', NEWER);
    await account.advance('PT30M');
    expect((await versions()).toSorted()).toEqual(['1.0.0', '2.0.0']);
    await account.call('POST', `/pools/render/nodes/${first?.id}/start`);
    await account.advance('PT3M');
    expect(await states()).toBe('idle upgradingos');
    await account.advance('PT6M');
    expect(await versions()).toEqual(['2.0.0', '2.0.0']);
  });

  it('leaves a node offline that was', async () => {
    const [node] = await idlePool(POLICY, 1);
    await account.call('POST', `/pools/render/nodes/${node?.id}/disablescheduling`, {});
    await account.control('POST', 'images', NEWER);
    expect(await states()).toBe('upgradingos');
    await account.advance('PT6M');
    expect(await account.nodes('render')).toMatchObject([{ state: 'offline', schedulingState: 'disabled' }]);
    expect(await versions()).toEqual(['2.0.0']);
  });

  it('shows as rebooting to older versions of the API', async () => {
    await idlePool(POLICY, 1);
    await account.control('POST', 'images', NEWER);
    account.version = '2022-10-01.16.0';
    expect(await states()).toBe('rebooting');
  });

  it('stops when too many fail, and brings the old image back', async () => {
    await idlePool();
    await account.control('PUT', 'knobs', { upgradeFailurePercent: 100 });
    await account.control('POST', 'images', NEWER);
    await account.advance('PT1H');
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.0.0']);
    expect(await states()).toBe('idle idle idle idle');
    expect(await account.control('GET', 'images')).toMatchObject({ rollouts: [{ phase: 'stopped', failed: 2 }] });
  });

  it('leaves nodes unusable that failed where rolling back is turned off', async () => {
    const automaticOSUpgradePolicy = { ...POLICY.automaticOSUpgradePolicy, disableAutomaticRollback: true };
    await idlePool({ ...POLICY, automaticOSUpgradePolicy }, 2);
    await account.control('PUT', 'knobs', { upgradeFailurePercent: 100 });
    await account.control('POST', 'images', NEWER);
    await account.advance('PT1H');
    expect(await states()).toBe('idle unusable');
  });

  it('brings nodes that failed back where the policy is violated, if that is asked for', async () => {
    const automaticOSUpgradePolicy = { ...POLICY.automaticOSUpgradePolicy, disableAutomaticRollback: true };
    const rollingUpgradePolicy = { ...POLICY.rollingUpgradePolicy, rollbackFailedInstancesOnPolicyBreach: true };
    await idlePool({ ...POLICY, automaticOSUpgradePolicy, rollingUpgradePolicy });
    await account.control('PUT', 'knobs', { upgradeFailurePercent: 100 });
    await account.control('POST', 'images', NEWER);
    await account.advance('PT6M');
    expect(await states()).toBe('idle idle upgradingos upgradingos');
    await account.advance('PT6M');
    expect(await states()).toBe('idle idle idle idle');
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.0.0']);
    expect(await account.control('GET', 'images')).toMatchObject({ rollouts: [{ phase: 'stopped', failed: 2 }] });
  });

  it.each([
    [true, [2, 3]],
    [false, [0, 1]],
  ])('with prioritizeUnhealthyInstances %s begins with nodes %j', async (prioritizeUnhealthyInstances, first) => {
    const rollingUpgradePolicy = { ...POLICY.rollingUpgradePolicy, prioritizeUnhealthyInstances };
    const extensions = [health({ protocol: 'http', port: 80, requestPath: '/health' })];
    const machines = { virtualMachineConfiguration: { ...IMAGE, extensions } };
    const properties = { upgradePolicy: { ...POLICY, rollingUpgradePolicy }, deploymentConfiguration: machines };
    const nodes = await account.createIdlePool('render', { dedicated: 4, properties });
    for (const index of [2, 3]) {
      await account.control('POST', 'health', { pool: 'render', node: nodes[index]?.id, application: 'Unhealthy' });
    }
    await account.advance('PT5M');
    await account.control('POST', 'images', NEWER);
    const upgrading = (await account.states('render')).flatMap((state, index) =>
      state === 'upgradingos' ? [index] : [],
    );
    expect(upgrading).toEqual(first);
  });

  it.each([
    [true, 3],
    [false, 2],
    [undefined, 2],
  ])('with enableCrossZoneUpgrade %s of six nodes in three zones takes %d at a time', async (crossZone, size) => {
    const rollingUpgradePolicy = {
      ...POLICY.rollingUpgradePolicy,
      ...(crossZone !== undefined && { enableCrossZoneUpgrade: crossZone }),
    };
    const zonal = { ...IMAGE, nodePlacementConfiguration: { policy: 'Zonal' } };
    const deploymentConfiguration = { virtualMachineConfiguration: zonal };
    const properties = { upgradePolicy: { ...POLICY, rollingUpgradePolicy }, deploymentConfiguration };
    await account.createIdlePool('render', { dedicated: 6, properties });
    await account.control('POST', 'images', NEWER);
    const upgrading = (await account.states('render')).filter((state) => state === 'upgradingos');
    expect(upgrading).toHaveLength(size);
  });

  it.each(['automatic', 'manual', 'rolling'])(
    'is the same in the mode %s, which says nothing of images',
    async (mode) => {
      await idlePool({ ...POLICY, mode }, 1);
      await account.control('POST', 'images', NEWER);
      expect(await states()).toBe('upgradingos');
    },
  );

  it.each([
    ['without Auto OS Upgrade', { mode: 'manual' }],
    ['with it turned off', { mode: 'automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: false } }],
  ])('passes by a pool %s', async (_, policy) => {
    await idlePool(policy, 1);
    await account.control('POST', 'images', NEWER);
    await account.advance('PT1H');
    expect(await versions()).toEqual(['1.0.0']);
  });
});
