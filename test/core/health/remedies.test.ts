import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HealthFinding } from '../../../src/core/health/judge-node.ts';
import type { FoundExtension } from '../../../src/core/health/probe.ts';
import { KNOWN_FAILURES, remediesFor } from '../../../src/core/health/remedies.ts';
import { anExtension } from '../../support/builders.ts';

const VAULT = { publisher: 'Microsoft.Azure.KeyVault', type: 'KeyVaultForLinux' };
const HEALTH = { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux' };
const SCRIPT = { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript' };

function failing(extension: Partial<FoundExtension>, message = '') {
  return help('extension-failed', { ...extension, state: 'failed', message });
}

function help(kind: HealthFinding['kind'], extension?: Partial<FoundExtension>, reason = '') {
  const found = extension && anExtension(extension);
  return remediesFor({ finding: { kind, reason, extension: found?.name }, extension: found }).map(({ id }) => id);
}

describe('remediation of a known failure', () => {
  it.each([
    [
      failing(VAULT, 'failed its initial sync: the pool has no managed identity to read the vault with'),
      ['key-vault-identity', 'key-vault-initial-sync'],
    ],
    [
      failing(VAULT, 'https://v.vault.azure.net/secrets/x does not resolve'),
      ['key-vault-secret', 'key-vault-initial-sync'],
    ],
    [failing(VAULT, 'Failed to parse the configuration settings'), ['key-vault-settings', 'key-vault-initial-sync']],
    [
      failing(VAULT, "Failed to parse the configuration settings with: 'not an object'"),
      ['extension-settings-text', 'key-vault-settings'],
    ],
    [failing(VAULT), ['key-vault-initial-sync', 'extension-failed']],
    [
      failing(HEALTH, "invalid configuration: 'requestPath' cannot be specified"),
      ['health-probe-settings', 'extension-failed'],
    ],
    [failing({}, 'Extension handler not found'), ['extension-not-supported', 'extension-failed']],
    [failing({}, 'VM has reported a failure'), ['extension-failed']],
    [failing({ ...SCRIPT, ofBatch: true }), ['batch-extension-failed', 'extension-failed']],
    [failing({ publisher: 'Contoso', type: 'CustomScript' }), ['custom-script-reserved', 'extension-failed']],
    [help('application-unhealthy', HEALTH), ['application-unhealthy']],
    [help('application-unknown', HEALTH), ['application-unknown']],
    [help('application-initializing', HEALTH), ['application-initializing']],
    [help('missing'), ['extension-missing']],
    [help('unexpected', {}), ['extension-unexpected']],
    [help('wrong-version', {}), ['extension-version']],
    [help('extension-transitioning', {}), ['extension-transitioning']],
    [help('state', undefined, 'it is unusable'), ['node-unusable']],
    [help('state', undefined, 'it is starttaskfailed'), ['start-task-failed']],
    [help('age', undefined, 'it was last probed 2 h ago'), []],
  ])('case %#', (ids, expected) => {
    expect(ids).toEqual(expected);
  });

  it('has a name of its own and a page of the documents', () => {
    expect(new Set(KNOWN_FAILURES.map(({ id }) => id)).size).toBe(KNOWN_FAILURES.length);
    for (const { link } of KNOWN_FAILURES) expect(link).toMatch(/^https:\/\/learn\.microsoft\.com\/azure\//);
  });

  it('is listed where people read of it', () => {
    const listed = readFileSync('docs/health.md', 'utf8');
    for (const { id } of KNOWN_FAILURES) expect(listed).toContain(`\`${id}\``);
  });
});
