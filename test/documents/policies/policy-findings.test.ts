import { describe, expect, it } from 'vitest';
import { policyFindings } from '../../../src/documents/policies/policy-findings.ts';

/** Findings of policies `p0`, `p1`, … by their patterns. */
function findings(...pools: readonly (readonly string[])[]): readonly string[] {
  return policyFindings(pools.map((patterns, index) => ({ id: `p${index}`, pools: patterns, dependsOn: [] }))).map(
    ({ policyId, severity, path, rule }) => `${severity} ${policyId} ${path} ${rule}`,
  );
}

describe('policyFindings', () => {
  it.each<[string, readonly (readonly string[])[], readonly string[]]>([
    ['other pools', [['render'], ['reports-*']], []],
    ['a narrower pattern', [['*'], ['render-*'], ['render-1']], []],
    [
      'the same pool',
      [
        ['a', 'render'],
        ['b', 'RENDER'],
      ],
      ['error p1 $.pools[1] policies-overlap'],
    ],
    ['the same pattern', [['render-*'], ['render-*']], ['error p1 $.pools[0] policies-overlap']],
    ['patterns that may meet', [['a-*'], ['*-b']], ['warning p1 $.pools[0] policies-overlap']],
    [
      'patterns that may meet, and one that surely does',
      [
        ['a-*', 'c'],
        ['*-b', 'c'],
      ],
      ['error p1 $.pools[1] policies-overlap'],
    ],
    // of three, each pair is worth a word
    [
      'three of a kind',
      [['a'], ['a'], ['a']],
      [
        'error p1 $.pools[0] policies-overlap',
        'error p2 $.pools[0] policies-overlap',
        'error p2 $.pools[0] policies-overlap',
      ],
    ],
    // a narrower pattern of one of the two, or of a third, decides
    [
      'a narrower pattern of its own beside it',
      [['render-*'], ['render-*', 'render-1*']],
      ['error p1 $.pools[0] policies-overlap'],
    ],
    [
      'a pool that a third policy names',
      [['render'], ['render'], ['demo/render']],
      ['error p1 $.pools[0] policies-overlap'],
    ],
    ['the same pool in two accounts', [['demo/render'], ['prod/render']], []],
    [
      'a pattern for an account that covers it',
      [['render-*'], ['*/render-*']],
      ['advice p0 $.pools[0] pattern-shadowed'],
    ],
    ['itself twice', [['render', 'render']], []],
  ])('of policies with %s', (_, pools, expected) => {
    expect(findings(...pools)).toEqual(expected);
  });

  it('says nothing where a narrower pattern decides for every pool that comes to mind', () => {
    expect(findings(['a*'], ['*a'], ['a', 'a*a'])).toEqual([]);
  });

  it('names a pool that would be left alone', () => {
    const [found] = policyFindings([
      { id: 'linux', pools: ['*-linux'], dependsOn: [] },
      { id: 'render', pools: ['render*'], dependsOn: [] },
    ]);
    expect(found?.message).toBe(
      '"*-linux" of the policy "linux" is equally narrow: a pool that both name, such as "render-linux", is left alone',
    );
  });

  it('leaves two policies with one id to another rule', () => {
    const policy = { id: 'render', pools: ['render'], dependsOn: [] };
    expect(policyFindings([policy, policy])).toEqual([]);
  });
});
