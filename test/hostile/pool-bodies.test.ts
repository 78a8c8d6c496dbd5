import { describe, expect, it } from 'vitest';
import { checkPoolText } from '../../src/app/pool-check/check-pool-text.ts';

function extensions(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `e${index}`,
    publisher: 'p',
    type: `t${index}`,
    typeHandlerVersion: '1.0',
    ...(index > 0 && { provisionAfterExtensions: [`e${index - 1}`] }),
  }));
}

function bodyWith(members: object): string {
  const image = { imageReference: { publisher: 'c', offer: 'o', sku: 's' }, nodeAgentSkuId: 'x' };
  const deploymentConfiguration = { virtualMachineConfiguration: { ...image, ...members } };
  return JSON.stringify({ properties: { vmSize: 'A', deploymentConfiguration } });
}

const many = <Item>(count: number, item: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => item(index));

/** Texts of up to a megabyte, each with the most findings that it may cost. */
const BODIES: readonly (readonly [what: string, text: string, most: number])[] = [
  ['trailing commas', '['.concat(',]'.repeat(10_000)), 10],
  ['arrays within arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 10],
  ['objects within objects', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 10],
  ['eight thousand extensions in a chain', bodyWith({ extensions: extensions(8000) }), 300],
  ['a third of a million empty extensions', bodyWith({ extensions: many(330_000, () => ({})) }), 10],
  ['forty thousand empty extensions', bodyWith({ extensions: many(40_000, () => ({})) }), 110],
  [
    'members that there are not',
    JSON.stringify({ properties: Object.fromEntries(many(20_000, (index) => [`m${index}`, index])) }),
    110,
  ],
  [
    'metadata of one name',
    JSON.stringify({ properties: { metadata: many(20_000, (index) => ({ name: 'a', value: index })) } }),
    110,
  ],
  ['names of the language', '{"__proto__":{"x":1},"properties":{"constructor":1}}', 10],
];

describe('the body of a pool', () => {
  it.each(BODIES)('with %s is checked, with at most a hundred findings of each rule', (_, text, most) => {
    const { findings } = checkPoolText(text, { apiVersion: '2024-07-01' });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.length).toBeLessThanOrEqual(most);
    expect(findings.every(({ message }) => message.length < 2000)).toBe(true);
  });

  it('with more findings of a rule than are reported has the number of the others in the last of them', () => {
    const { findings } = checkPoolText(bodyWith({ extensions: many(50, () => ({})) }), { apiVersion: '2024-07-01' });
    const incomplete = findings.filter(({ rule }) => rule === 'extension-incomplete');
    expect(incomplete).toHaveLength(100);
    expect(incomplete.at(-1)?.message).toMatch(/; the body has 50 more of these after it$/);
    expect(incomplete.at(-2)?.message).not.toContain('more of these');
  });
});
