import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmulatedAccount, IMAGE } from '../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

interface Refusal {
  readonly error: { readonly code: string; readonly details: readonly { readonly message: string }[] };
}

const KEY_VAULT = { name: 'certificates', publisher: 'Microsoft.Azure.KeyVault', type: 'KeyVaultForLinux' };

/** Makes a pool of no nodes on the management plane; says `made` or why not. */
async function make({ machines = {}, properties = {}, version = '2025-06-01' }): Promise<string> {
  const deploymentConfiguration = { virtualMachineConfiguration: { ...IMAGE, ...machines } };
  const { status, body } = await account.call<Refusal>(
    'PUT',
    `${account.resourceId}/pools/render?api-version=${version}`,
    { properties: { vmSize: 'STANDARD_D2S_V3', deploymentConfiguration, ...properties } },
  );
  if (status === 200) return 'made';
  return `${status} ${body.error.code}: ${body.error.details.map(({ message }) => message).join(' ')}`;
}

/** The same on the data plane. */
async function makeOnDataPlane({ machines = {}, properties = {}, version = '2025-06-01' }): Promise<string> {
  const { nodeAgentSkuId, ...image } = IMAGE;
  const virtualMachineConfiguration = { nodeAgentSKUId: nodeAgentSkuId, ...image, ...machines };
  const { status, body } = await account.call<{ code: string; values: { value: string }[] }>(
    'POST',
    `/pools?api-version=${version}`,
    { id: 'render', vmSize: 'STANDARD_D2S_V3', targetDedicatedNodes: 0, virtualMachineConfiguration, ...properties },
  );
  return status === 201 ? 'made' : `${status} ${body.code}: ${body.values.map(({ value }) => value).join(' ')}`;
}

const PLANES = [
  ['management', make],
  ['data', makeOnDataPlane],
] as const;

describe.each(PLANES)('on the %s plane an image', (_, create) => {
  it.each([null, 5, {}])('has no version %j', async (version) => {
    const machines = { imageReference: { ...IMAGE.imageReference, version } };
    const refused = await create({ machines, properties: { upgradePolicy: { mode: 'manual' } } });
    expect(refused).toContain('400 InvalidPropertyValue');
    expect(refused).toContain('imageReference.version');
  });
});

describe.each(PLANES)('on the %s plane an extension', (_, create) => {
  it.each([
    ['Microsoft.Azure.KeyVault', 'KeyVaultForLinux'],
    ['Microsoft.Azure.KeyVault', 'KeyVaultForWindows'],
    ['Microsoft.EnterpriseCloud.Monitoring', 'OmsAgentForLinux'],
    ['Microsoft.EnterpriseCloud.Monitoring', 'MicrosoftMonitoringAgent'],
    ['Microsoft.Powershell', 'DSC'],
    ['Microsoft.Azure.Diagnostics', 'IaaSDiagnostics'],
    ['Microsoft.HpcCompute', 'AmdGpuDriverWindows'],
    ['Microsoft.HpcCompute', 'NvidiaGpuDriverWindows'],
    ['Microsoft.HpcCompute', 'NvidiaGpuDriverLinux'],
    ['Microsoft.Azure.Security', 'IaaSAntimalware'],
    ['Microsoft.Azure.Monitor', 'AzureMonitorLinuxAgent'],
    ['Microsoft.Azure.Monitor', 'AzureMonitorWindowsAgent'],
    ['Microsoft.ManagedServices', 'ApplicationHealthLinux'],
    ['microsoft.managedservices', 'applicationhealthwindows'],
  ])('of %s may be %s', async (publisher, type) => {
    expect(await create({ machines: { extensions: [{ name: 'e', publisher, type }] } })).toBe('made');
  });

  it.each([
    ['Microsoft.Azure.Extensions', 'CustomScript', 'The CustomScript extension type is reserved'],
    ['Microsoft.Compute', 'CustomScriptExtension', 'The CustomScriptExtension extension type is reserved'],
    ['Microsoft.Azure.Extensions', 'DockerExtension', 'Batch does not support the extension type DockerExtension'],
    ['Somebody', 'KeyVaultForLinux', 'Batch does not support the extension type KeyVaultForLinux'],
  ])('of %s may not be %s', async (publisher, type, reason) => {
    const refused = await create({ machines: { extensions: [KEY_VAULT, { name: 'e', publisher, type }] } });
    expect(refused).toContain('400 InvalidPropertyValue');
    expect(refused).toContain(reason);
  });

  it('has a name, a publisher and a type, and nothing unknown', async () => {
    for (const missing of ['name', 'publisher', 'type']) {
      const extensions = [{ ...KEY_VAULT, [missing]: undefined }];
      expect(await create({ machines: { extensions } })).toContain('400 MissingRequiredProperty');
    }
    const extensions = [{ ...KEY_VAULT, location: 'westeurope' }];
    expect(await create({ machines: { extensions } })).toContain('400 UnsupportedProperty');
  });

  it('has a name of its own, and comes after others that are there', async () => {
    const twice = [KEY_VAULT, { ...KEY_VAULT, name: 'Certificates' }];
    expect(await create({ machines: { extensions: twice } })).toContain('used twice');
    const lost = [{ ...KEY_VAULT, provisionAfterExtensions: ['other'] }];
    expect(await create({ machines: { extensions: lost } })).toContain("no other extension 'other'");
    const monitor = { name: 'other', publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' };
    expect(await create({ machines: { extensions: [...lost, monitor] } })).toBe('made');
  });

  it('never shows its protected settings', async () => {
    const extensions = [{ ...KEY_VAULT, settings: { a: 'shown' }, protectedSettings: { b: 'hidden' } }];
    expect(await create({ machines: { extensions } })).toBe('made');
    const reads = [`${account.resourceId}/pools/render`, `${account.resourceId}/pools`, '/pools/render', '/pools'];
    for (const path of reads) {
      const text = JSON.stringify((await account.call<object>('GET', path)).body);
      expect(text).toContain('shown');
      expect(text).not.toContain('hidden');
      expect(text).not.toContain('protectedSettings');
    }
  });

  it('is not added to, changed in or taken from a pool that is there', async () => {
    expect(await create({ machines: { extensions: [KEY_VAULT] } })).toBe('made');
    for (const extensions of [[], [{ ...KEY_VAULT, typeHandlerVersion: '3.0' }], [KEY_VAULT, KEY_VAULT], undefined]) {
      const virtualMachineConfiguration = { ...IMAGE, ...(extensions !== undefined && { extensions }) };
      const properties = { deploymentConfiguration: { virtualMachineConfiguration } };
      const { status, body } = await account.call<Refusal>('PATCH', `${account.resourceId}/pools/render`, {
        properties,
      });
      expect([status, body.error.code]).toEqual([400, 'PropertyCannotBeUpdated']);
    }
    const { nodeAgentSkuId, ...image } = IMAGE;
    const onDataPlane = { virtualMachineConfiguration: { nodeAgentSKUId: nodeAgentSkuId, ...image, extensions: [] } };
    expect(await account.call('PATCH', '/pools/render', onDataPlane)).toMatchObject({
      status: 400,
      body: { code: 'PropertyCannotBeUpdated' },
    });
  });
});

it('extensions want virtual machines', async () => {
  const deploymentConfiguration = { cloudServiceConfiguration: { osFamily: '6', extensions: [KEY_VAULT] } };
  expect(await make({ properties: { deploymentConfiguration } })).toContain(
    'Pools with extensions must use Virtual Machine Configuration.',
  );
});

describe.each(PLANES)('on the %s plane an upgrade policy', (_, create) => {
  const rolling = (rollingUpgradePolicy: object) => ({ upgradePolicy: { mode: 'rolling', rollingUpgradePolicy } });
  const AUTOMATIC = {
    upgradePolicy: { mode: 'automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } },
  };

  it.each([
    ['maxBatchInstancePercent', 4],
    ['maxBatchInstancePercent', 101],
    ['maxUnhealthyInstancePercent', 4],
    ['maxUnhealthyInstancePercent', 101],
    ['maxUnhealthyUpgradedInstancePercent', -1],
    ['maxUnhealthyUpgradedInstancePercent', 101],
    ['pauseTimeBetweenBatches', 'soon'],
  ])('with %s of %s is refused', async (name, value) => {
    const refused = await create({ properties: rolling({ [name]: value }) });
    expect(refused).toContain('400 InvalidPropertyValue');
    expect(refused).toContain(name);
  });

  it('keeps its shares within bounds, and a batch within what may be unhealthy', async () => {
    const shares = { maxBatchInstancePercent: 30, maxUnhealthyInstancePercent: 20 };
    expect(await create({ properties: rolling(shares) })).toContain(
      'maxBatchInstancePercent should not be more than maxUnhealthyInstancePercent',
    );
    const good = {
      maxBatchInstancePercent: 5,
      maxUnhealthyInstancePercent: 5,
      maxUnhealthyUpgradedInstancePercent: 0,
      pauseTimeBetweenBatches: 'PT0S',
    };
    expect(await create({ properties: rolling(good) })).toBe('made');
  });

  it.each([true, false])('crosses zones (%s) only where nodes are placed in zones', async (enableCrossZoneUpgrade) => {
    const properties = rolling({ enableCrossZoneUpgrade });
    expect(await create({ properties })).toContain('only when using NodePlacementConfiguration as Zonal');
    const policy = create === make ? 'Zonal' : 'zonal';
    expect(await create({ properties, machines: { nodePlacementConfiguration: { policy } } })).toBe('made');
  });

  it('upgrades automatically only the latest image', async () => {
    const imageReference = { ...IMAGE.imageReference, version: '1.2.3' };
    expect(await create({ properties: AUTOMATIC, machines: { imageReference } })).toContain('must be set to latest');
    const name = create === make ? 'id' : 'virtualMachineImageId';
    const gallery = '/subscriptions/s/galleries/g/images/i';
    const pinned = { imageReference: { [name]: `${gallery}/versions/1.0.0` } };
    expect(await create({ properties: AUTOMATIC, machines: pinned })).toContain('must be set to latest');
    expect(await create({ properties: AUTOMATIC, machines: { imageReference: { [name]: gallery } } })).toBe('made');
  });

  it('upgrades Windows automatically only where Windows does not do it itself', async () => {
    const agent = create === make ? 'nodeAgentSkuId' : 'nodeAgentSKUId';
    const windows = (windowsConfiguration?: object) => ({ [agent]: 'batch.node.windows amd64', windowsConfiguration });
    expect(await create({ properties: AUTOMATIC, machines: windows({ enableAutomaticUpdates: true }) })).toContain(
      'enableAutomaticUpdates cannot be set to true',
    );
    const machines = windows({ enableAutomaticUpdates: false });
    expect(await create({ properties: AUTOMATIC, machines })).toBe('made');
  });

  it('has a mode, in any letter case', async () => {
    expect(await create({ properties: { upgradePolicy: {} } })).toContain('400 MissingRequiredProperty');
    expect(await create({ properties: { upgradePolicy: { mode: 'sometimes' } } })).toContain('InvalidPropertyValue');
    expect(await create({ properties: { upgradePolicy: { mode: 'Manual' } } })).toBe('made');
    const { body } = await account.call<object>('GET', '/pools/render');
    expect(body).toMatchObject({ upgradePolicy: { mode: 'manual' } });
  });

  it('has no other members', async () => {
    const upgradePolicy = { mode: 'manual', automaticOSUpgradePolicy: { enableAutomaticUpgrades: true } };
    expect(await create({ properties: { upgradePolicy } })).toContain('400 UnsupportedProperty');
  });

  it('is not known before 2024-02-01', async () => {
    const [old, first] = create === make ? ['2023-11-01', '2024-02-01'] : ['2023-11-01.18.0', '2024-02-01.19.0'];
    expect(await create({ properties: AUTOMATIC, version: old })).toContain('400 UnsupportedProperty');
    expect(await create({ properties: AUTOMATIC, version: first })).toBe('made');
    const path = create === make ? `${account.resourceId}/pools/render` : '/pools/render';
    const shown = async (version: string) =>
      JSON.stringify((await account.call<object>('GET', `${path}?api-version=${version}`)).body);
    expect(await shown(old ?? '')).not.toContain('upgradePolicy');
    expect(await shown(first ?? '')).toContain('upgradePolicy');
  });
});

describe.each([
  ['management', make, 'inboundNatPools', 'TCP'],
  ['data', makeOnDataPlane, 'inboundNATPools', 'tcp'],
] as const)('on the %s plane an inbound endpoint', (_, create, pools, protocol) => {
  const FINE = { name: 'a', protocol, backendPort: 8080, frontendPortRangeStart: 2000, frontendPortRangeEnd: 2039 };
  const withEndpoints = (...endpoints: readonly object[]) => {
    const endpointConfiguration = { [pools]: endpoints };
    return create({ properties: { networkConfiguration: { endpointConfiguration } } });
  };

  it('has ports of its own', async () => {
    const next = { ...FINE, name: 'b', backendPort: 8081, frontendPortRangeStart: 2040, frontendPortRangeEnd: 2079 };
    expect(await withEndpoints(FINE, next)).toBe('made');
  });

  it.each([
    ['a port of Batch', [{ backendPort: 29_876 }], 'except for 29876, 29877'],
    ['another port of Batch', [{ backendPort: 29_877 }], 'except for'],
    ['no port', [{ backendPort: 0 }], 'between 1 and 65535'],
    [
      'a range that begins in that of Batch',
      [{ frontendPortRangeStart: 55_000, frontendPortRangeEnd: 55_100 }],
      'except',
    ],
    [
      'a range that has that of Batch in it',
      [{ frontendPortRangeStart: 40_000, frontendPortRangeEnd: 60_000 }],
      'except',
    ],
    ['a range of 39 ports', [{ frontendPortRangeEnd: 2038 }], 'at least 40 ports'],
    ['the port of another', [{}, { frontendPortRangeStart: 3000, frontendPortRangeEnd: 3100 }], 'must be unique'],
    ['a port in the range of another', [{}, { backendPort: 8081, frontendPortRangeStart: 1980 }], 'cannot overlap'],
  ])('does not have %s', async (_case, changes, reason) => {
    const refused = await withEndpoints(...changes.map((change, index) => ({ ...FINE, name: `e${index}`, ...change })));
    expect(refused).toContain('400 InvalidPropertyValue');
    expect(refused).toContain(reason);
  });
});
