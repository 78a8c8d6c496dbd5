import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPool } from '../../../src/core/pool-check/check-pool.ts';
import { toArmBody } from '../../../src/core/pool-check/to-arm-body.ts';

/** Bodies that other people wrote, and what the live service or its specification says of them. */
const body = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./bodies/${name}.json`, import.meta.url), 'utf8'));
const found = (name: string) => checkPool(body(name), { apiVersion: '2025-06-01' });
const named = (name: string) =>
  found(name).map(({ severity, rule, path }) => `${severity} ${rule} ${path.split('.').at(-1)}`);
const errors = (name: string) => named(name).filter((one) => one.startsWith('error'));

describe('nat-port-22-3389', () => {
  it.each(['ssh-22-azurerm', 'rdp-3389-docs'])('%s passes: only 29876 and 29877 are reserved', (name) => {
    expect(errors(name)).toEqual([]);
  });
});

describe('os-upgrade-windows-updates-left-out', () => {
  it('warns of updates that are not switched off, as the live service took the body', () => {
    expect(errors('upgrade-cli-recorded')).toEqual([]);
    expect(named('upgrade-cli-recorded')).toContain('warning os-upgrade-windows-updates-unset enableAutomaticUpdates');
  });
});

describe('extension-settings-text', () => {
  it('refuses settings that are a JSON text, and takes the same as an object', () => {
    expect(errors('kv-settings-text-20530')).toEqual(['error extension-settings-text settings']);
    expect(errors('kv-settings-object-20530')).toEqual([]);
  });
});

describe('endpoint-other-letter-case', () => {
  it('reads inboundNATPools and tcp as the service does, and sends both as they are specified', () => {
    expect(errors('dualstack-spec-port8080')).toEqual([]);
    expect(named('dualstack-spec-port8080')).toEqual([
      'warning member-spelling nodeAgentSKUId',
      'warning member-spelling inboundNATPools',
      'warning enumeration-spelling protocol',
    ]);
    expect(toArmBody(body('dualstack-spec-port8080'))).toMatchObject({
      properties: {
        deploymentConfiguration: { virtualMachineConfiguration: { nodeAgentSkuId: 'batch.node.ubuntu 24.04' } },
        networkConfiguration: { endpointConfiguration: { inboundNatPools: [{ protocol: 'TCP', backendPort: 8080 }] } },
      },
    });
  });

  it('holds endpoints in another letter case to the same rules', () => {
    expect(errors('reserved-port-othercase')).toEqual(['error endpoint-backend-port backendPort']);
  });

  it('names what is misspelled at any depth', () => {
    expect(named('nested-misspellings')).toEqual([
      'warning member-unknown waitForSucces',
      'warning member-spelling maxTaskRetrycount',
      'warning member-spelling subnetID',
      'warning enumeration-spelling elevationLevel',
    ]);
  });
});

describe('kv-certificates-path', () => {
  it('names an address without a private key, and one that pins a version', () => {
    expect(named('kv-certificates-path')).toContain('warning key-vault-certificate-path observedCertificates[0]');
    expect(named('kv-versioned')).toContain('warning key-vault-certificate-version observedCertificates[0]');
  });
});

describe('enumeration-empty-text', () => {
  it('takes an empty text for a word that is left out', () => {
    expect(errors('azapi-empty-strings')).toEqual([]);
    expect(named('azapi-empty-strings')).toContain('advice enumeration-empty nodeDeallocationOption');
  });
});

describe('health-tcp-empty-path', () => {
  it('takes an empty requestPath with tcp', () => {
    expect(errors('health-tcp-emptypath')).toEqual([]);
  });
});
