import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromWireExtension } from '../../src/adapters/batch/from-wire/from-wire-extension.ts';
import { healthTable } from '../../src/adapters/tables/health-table.ts';
import { boundExtensions } from '../../src/core/health/bound-extensions.ts';
import type { ExtensionHealth } from '../../src/core/health/extension.ts';
import { judgeNode } from '../../src/core/health/judge-node.ts';
import { transitionsTo } from '../../src/core/health/transitions.ts';
import { asciiJson } from '../../src/core/text/ascii-json.ts';
import { anIdleNode, minutes, NOON } from '../support/builders.ts';
import { TestSystem } from '../support/test-system.ts';
import { fuzzing } from './support/fuzzing.ts';

const LARGEST = 400_000;

function anExtension(name: string, status: object, statuses = 1): unknown {
  return {
    provisioningState: 'Failed',
    vmExtension: { name, publisher: 'Contoso', type: 'Agent', typeHandlerVersion: '1.0' },
    instanceView: { name, statuses: Array.from({ length: statuses }, () => status) },
  };
}

const LONG = 'x'.repeat(2_000_000);

/** What a node that was taken over says of its extensions. */
const SAID: readonly (readonly [string, readonly unknown[]])[] = [
  ['a message of two million characters', [anExtension('a', { code: 'ProvisioningState/failed', message: LONG })]],
  ['ten thousand statuses', [anExtension('a', { code: 'ProvisioningState/failed', message: 'no' }, 10_000)]],
  [
    'a thousand extensions',
    Array.from({ length: 1000 }, (_, index) => anExtension(`e${index}`, { message: 'm'.repeat(3000) })),
  ],
  [
    'names without end',
    [{ ...(anExtension(LONG, {}) as object), vmExtension: { name: LONG, publisher: LONG, type: LONG } }],
  ],
  [
    'settings of megabytes',
    [{ ...(anExtension('a', {}) as object), vmExtension: { name: 'a', settings: { text: LONG } } }],
  ],
  ['text that is six times as long in a table', [anExtension('a', { message: '\u202e'.repeat(500_000) }, 20)]],
  [
    'many extensions with long names and messages in another script',
    Array.from({ length: 100 }, (_, index) => {
      const name = `${index}${'\u00e9'.repeat(200)}`;
      const definition = { name: `${name} too`, publisher: name, type: name, typeHandlerVersion: name };
      const status = { code: 'ProvisioningState/failed', message: '\u00e9'.repeat(3000) };
      return { ...(anExtension(name, status) as object), vmExtension: definition };
    }),
  ],
  ['names of the language', [anExtension('__proto__', { code: 'constructor', message: 'prototype' })]],
];

function kept(wire: readonly unknown[]): readonly ExtensionHealth[] {
  return boundExtensions(wire.flatMap((one) => fromWireExtension(one) ?? []));
}

describe('what a node says of its extensions', () => {
  it.each(SAID)('%s costs no more than its share of a table, and the node still counts as unwell', (_, wire) => {
    const extensions = kept(wire);
    expect(asciiJson(extensions).length).toBeLessThan(LARGEST);
    const judged = judgeNode(
      anIdleNode('a', 60),
      { at: NOON, extensions },
      { declared: [], now: NOON, maxAge: minutes(15) },
    );
    expect(judged.verdict).not.toBe('healthy');
  });

  it('is bounded whatever it is', () => {
    const text = fc.oneof(fc.string(), fc.string({ minLength: 3000, maxLength: 6000 }));
    const status = fc.record({ code: text, level: fc.anything(), message: text, displayStatus: text });
    const extension = fc.record({
      provisioningState: fc.anything(),
      vmExtension: fc.record({ name: text, publisher: fc.anything(), settings: fc.anything() }),
      instanceView: fc.record({ statuses: fc.array(status, { maxLength: 60 }) }),
    });
    fc.assert(
      fc.property(fc.array(extension, { maxLength: 150 }), (wire) => {
        const extensions = kept(wire);
        expect(extensions.length).toBeLessThanOrEqual(100);
        expect(asciiJson(extensions).length).toBeLessThan(LARGEST + 100 * 3000);
      }),
      fuzzing(40),
    );
  });
});

describe('the health of a pool', () => {
  const system = TestSystem.forAllTests();

  it('is kept and read beside a node that says all it can', async () => {
    const health = healthTable(system.storage.tables('PoolState'));
    for (const [index, [, wire]] of SAID.entries()) {
      const record = { account: 'demo', poolId: 'render', nodeId: `n${index}`, triedAt: NOON, fault: undefined };
      const extensions = kept(wire);
      const { transitions, failing } = transitionsTo(extensions, { probe: undefined, failing: [] });
      const changes = { at: NOON, actor: 'me', correlation: 'c', transitions };
      const isKept = await health.put({ ...record, probe: { at: NOON, extensions }, failing, changes }, undefined);
      expect([index, isKept]).toEqual([index, true]);
    }
    expect(await health.listOf({ account: 'demo', poolId: 'render' })).toHaveLength(SAID.length);
  });
});
