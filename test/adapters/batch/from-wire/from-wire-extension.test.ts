import { describe, expect, it } from 'vitest';
import { fromWireDeclared, fromWireExtension } from '../../../../src/adapters/batch/from-wire/from-wire-extension.ts';

/** The answer in https://learn.microsoft.com/azure/batch/create-pool-extensions, under "Get extension data from a pool". */
const DOCUMENTED = {
  'odata.metadata': 'https://testwestus2batch.westus2.batch.azure.com/$metadata#extensions/@Element',
  instanceView: {
    name: 'secretext',
    statuses: [
      {
        code: 'ProvisioningState/succeeded',
        level: 0,
        displayStatus: 'Provisioning succeeded',
        message: 'Successfully started Key Vault extension service. 2021-02-08T19:49:39Z',
      },
    ],
  },
  vmExtension: {
    name: 'KVExtensions',
    publisher: 'Microsoft.Azure.KeyVault',
    type: 'KeyVaultForLinux',
    typeHandlerVersion: '1.0',
    autoUpgradeMinorVersion: true,
    settings:
      '{\r\n  "secretsManagementSettings": {\r\n    "pollingIntervalInS": "300",\r\n    "requireInitialSync": true,\r\n    "observedCertificates": [\r\n      "https://testkvwestus2.vault.azure.net/secrets/testumi"\r\n    ]\r\n  }\r\n}',
  },
};

/** Batch's own, as the examples of the specification have it. */
const OF_BATCH = {
  vmExtension: {
    name: 'batchNodeExtension',
    publisher: 'Microsoft.Azure.Extensions',
    type: 'CustomScript',
    typeHandlerVersion: '2.0',
    autoUpgradeMinorVersion: true,
  },
  instanceView: {
    name: 'batchNodeExtension',
    statuses: [
      {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Provisioning succeeded',
        message: 'Enable',
      },
    ],
  },
};

function health(...subStatuses: readonly (readonly [code: string, message: string])[]) {
  return {
    provisioningState: 'Succeeded',
    vmExtension: { name: 'health', publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux' },
    instanceView: { name: 'health', subStatuses: subStatuses.map(([code, message]) => ({ code, message })) },
  };
}

describe('an extension of a node', () => {
  it('is read from the answer in the documents: settings as a text, a level in digits, two names', () => {
    expect(fromWireExtension(DOCUMENTED)).toEqual({
      name: 'secretext',
      otherName: 'KVExtensions',
      publisher: 'Microsoft.Azure.KeyVault',
      type: 'KeyVaultForLinux',
      version: '1.0',
      autoUpgradeMinorVersion: true,
      state: 'succeeded',
      level: 'info',
      message: 'Successfully started Key Vault extension service. 2021-02-08T19:49:39Z',
      settings: {
        secretsManagementSettings: {
          pollingIntervalInS: '300',
          requireInitialSync: true,
          observedCertificates: ['https://testkvwestus2.vault.azure.net/secrets/testumi'],
        },
      },
      settingsFault: undefined,
      ofBatch: false,
      statuses: [
        {
          code: 'ProvisioningState/succeeded',
          level: 'info',
          display: 'Provisioning succeeded',
          message: 'Successfully started Key Vault extension service. 2021-02-08T19:49:39Z',
          time: undefined,
        },
      ],
      subStatuses: [],
      applicationHealth: undefined,
    });
  });

  it('is the same with settings as an object and levels as words', () => {
    const settings: unknown = JSON.parse(DOCUMENTED.vmExtension.settings);
    const statuses = DOCUMENTED.instanceView.statuses.map((status) => ({ ...status, level: 'Info' }));
    const specified = {
      vmExtension: { ...DOCUMENTED.vmExtension, settings },
      instanceView: { name: 'secretext', statuses },
    };
    expect(fromWireExtension(specified)).toEqual(fromWireExtension(DOCUMENTED));
  });

  it('is marked where it is that of Batch itself', () => {
    expect(fromWireExtension(OF_BATCH)).toMatchObject({
      name: 'batchNodeExtension',
      ofBatch: true,
      state: 'succeeded',
    });
  });

  it.each([
    // the word of the resource alone
    ['Succeeded', [], 'succeeded'],
    ['Failed', [], 'failed'],
    ['Creating', [], 'transitioning'],
    ['Updating', [], 'transitioning'],
    ['Canceled', [], 'failed'],
    ['Reticulating', [], 'unknown'],
    [undefined, [], 'unknown'],
    // the codes alone, which are all that the documents show
    [undefined, ['ProvisioningState/succeeded'], 'succeeded'],
    [undefined, ['ProvisioningState/failed/1009'], 'failed'],
    [undefined, ['provisioningstate/transitioning'], 'transitioning'],
    [undefined, ['PowerState/running'], 'unknown'],
    // both: the worse counts
    ['Succeeded', ['ProvisioningState/failed'], 'failed'],
    ['Failed', ['ProvisioningState/succeeded'], 'failed'],
    ['Succeeded', ['ProvisioningState/transitioning'], 'transitioning'],
    ['Succeeded', ['PowerState/running'], 'succeeded'],
  ])('with the state %s and the codes %j has %s', (provisioningState, codes, state) => {
    const wire = {
      provisioningState,
      vmExtension: { name: 'e' },
      instanceView: { statuses: codes.map((code) => ({ code })) },
    };
    expect(fromWireExtension(wire)?.state).toBe(state);
  });

  it.each([
    [0, 'info'],
    [1, 'warning'],
    [2, 'error'],
    ['0', 'info'],
    ['Info', 'info'],
    ['warning', 'warning'],
    ['Error', 'error'],
    [3, undefined],
    [null, undefined],
  ])('takes the level %j for %s', (level, word) => {
    const wire = { vmExtension: { name: 'e' }, instanceView: { statuses: [{ level }] } };
    expect(fromWireExtension(wire)?.statuses[0]?.level).toBe(word);
  });

  it('keeps a time that is not written as it should be', () => {
    const wire = { vmExtension: { name: 'e' }, instanceView: { statuses: [{ time: '11/9/2023 7:44:19 AM' }] } };
    expect(fromWireExtension(wire)?.statuses[0]?.time).toBe('11/9/2023 7:44:19 AM');
  });

  it.each([['{"a":'], ['[1]'], ['"text"'], [7], [[1]]])('says that it cannot read the settings %j', (settings) => {
    expect(fromWireExtension({ vmExtension: { name: 'e', settings } })).toMatchObject({
      settings: {},
      settingsFault: expect.stringContaining('neither an object nor'),
    });
  });

  it('never has protected settings', () => {
    const vmExtension = { ...DOCUMENTED.vmExtension, protectedSettings: { key: 'of nobody else' } };
    expect(JSON.stringify(fromWireExtension({ ...DOCUMENTED, vmExtension }))).not.toContain('of nobody else');
  });

  it.each([undefined, null, 'e', 7, {}, { vmExtension: {} }, { instanceView: null }])('is not %j', (wire) => {
    expect(fromWireExtension(wire)).toBeUndefined();
  });
});

describe('the state of an application', () => {
  const APP = 'ComponentStatus/AppHealthStatus';
  const RICH = 'ComponentStatus/ApplicationHealthState';

  it.each([
    // rich states: the message of the second substatus says it, whatever its code says
    [health([`${APP}/succeeded`, 'Application found to be healthy'], [`${RICH}/succeeded`, 'Healthy']), 'Healthy'],
    [health([`${APP}/failed`, 'Application found to be unhealthy'], [`${RICH}/succeeded`, 'Unhealthy']), 'Unhealthy'],
    [health([`${APP}/failed`, 'Application found to be unhealthy'], [`${RICH}/failed`, 'Unknown']), 'Unknown'],
    [
      health([`${APP}/succeeded`, 'Application found to be healthy'], [`${RICH}/transitioning`, 'Initializing']),
      'Initializing',
    ],
    [health([`${RICH}/succeeded`, 'splendid']), 'Unknown'],
    // binary states: a sentence
    [health([`${APP}/succeeded`, 'Application found to be healthy']), 'Healthy'],
    [health([`${APP}/failed`, 'Application found to be unhealthy']), 'Unhealthy'],
    // nothing said
    [health(), 'Unknown'],
    [{ ...health(), provisioningState: 'Creating' }, 'Initializing'],
    [{ ...health(), provisioningState: 'Failed' }, 'Unknown'],
    // another extension
    [OF_BATCH, undefined],
  ])('of case %# is %s', (wire, state) => {
    expect(fromWireExtension(wire)?.applicationHealth).toBe(state);
  });
});

describe('an extension that a pool declares', () => {
  it('is read as the pool gives it', () => {
    const { name: _, ...definition } = DOCUMENTED.vmExtension;
    expect(fromWireDeclared({ ...definition, name: 'secretext', typeHandlerVersion: '3.0' })).toEqual({
      name: 'secretext',
      publisher: 'Microsoft.Azure.KeyVault',
      type: 'KeyVaultForLinux',
      version: '3.0',
      autoUpgradeMinorVersion: true,
      settings: expect.objectContaining({ secretsManagementSettings: expect.anything() }),
    });
  });
});
