import { describe, expect, it } from 'vitest';
import { compareDeclared } from '../../../src/core/health/compare-declared.ts';
import { anExtension } from '../../support/builders.ts';

const MONITOR = anExtension();
const OF_BATCH = anExtension({ name: 'batchNodeExtension', type: 'CustomScript', ofBatch: true });
const VAULT = anExtension({ name: 'secretext', publisher: 'Microsoft.Azure.KeyVault', type: 'KeyVaultForLinux' });

describe('what a pool declares against what a node has', () => {
  it.each([
    // as declared, in any letter case, Batch's own aside
    [[MONITOR], [MONITOR, OF_BATCH], []],
    [[MONITOR], [anExtension({ name: 'Monitor' })], []],
    [[], [OF_BATCH], []],
    // by its other name, as in the documents' example; or by what it is
    [[VAULT], [{ ...VAULT, name: 'KVExtensions', otherName: 'SecretExt' }], []],
    [[VAULT], [{ ...VAULT, name: 'KVExtensions' }], []],
    // not as declared
    [[MONITOR], [OF_BATCH], ['missing monitor']],
    [[], [MONITOR], ['unexpected monitor']],
    [[MONITOR], [VAULT], ['missing monitor', 'unexpected secretext']],
    // nothing is known
    [[MONITOR], [{ ...MONITOR, version: undefined }], []],
  ])('case %#', (declared, found, expected) => {
    expect(compareDeclared(declared, found).map(({ kind, extension }) => `${kind} ${extension}`)).toEqual(expected);
  });

  it.each([
    // declared, with later minor versions, found
    ['3.0', true, '3.0', true],
    ['3.0', true, '3.4.1.0', true],
    ['3.4', true, '3.2', false],
    ['3.0', false, '3.1', false],
    ['3.0', undefined, '3.1', false],
    ['3.0', true, '1.0', false],
    ['3.0', true, '30.0', false],
    ['3', true, '3.0', true],
  ])('version %s with later minor ones %s and %s found: as declared is %s', (version, later, found, same) => {
    const declared = { ...MONITOR, version, autoUpgradeMinorVersion: later };
    const deviations = compareDeclared([declared], [anExtension({ version: found })]);
    expect(deviations.map(({ kind }) => kind)).toEqual(same ? [] : ['wrong-version']);
  });
});
