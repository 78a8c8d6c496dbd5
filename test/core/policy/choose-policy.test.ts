import { describe, expect, it } from 'vitest';
import { choosePolicy } from '../../../src/core/policy/choose-policy.ts';
import type { PolicyHeading } from '../../../src/core/policy/policy-heading.ts';

const POLICIES: readonly PolicyHeading[] = [
  { id: 'default', pools: ['*'] },
  { id: 'render', pools: ['render', 'render-*'] },
  { id: 'render-farm', pools: ['render-farm*'] },
];

function choose(poolId: string, policies = POLICIES, metadata: Record<string, string> = {}) {
  return choosePolicy({ account: 'demo', poolId, metadata: new Map(Object.entries(metadata)) }, policies);
}

describe('choosePolicy', () => {
  it.each([
    ['render', 'render', 'the pattern "render"'],
    ['render-2', 'render', 'the pattern "render-*"'],
    ['render-farm-2', 'render-farm', 'the pattern "render-farm*"'],
    ['other', 'default', 'the pattern "*"'],
  ])('gives %s the policy %s by %s', (poolId, policyId, because) => {
    expect(choose(poolId)).toEqual({ kind: 'policy', policyId, because });
  });

  it('chooses once for a pool while the policies are the same', () => {
    expect(choose('render-2')).toBe(choose('render-2'));
    expect(choose('render-2', [...POLICIES])).not.toBe(choose('render-2'));
  });

  it('lets the metadata of the pool speak before every pattern', () => {
    expect(choose('render', POLICIES, { 'lamplighter.policy': 'default' })).toMatchObject({ policyId: 'default' });
  });

  it.each([
    ['the pool is kept out', choose('render', POLICIES, { 'lamplighter.policy': 'none' }), 'is "none"'],
    ['no pattern matches', choose('other', POLICIES.slice(1)), 'no policy names the pool'],
  ])('gives none where %s', (_, choice, reason) => {
    expect(choice).toMatchObject({ kind: 'none', reason: expect.stringContaining(reason) });
  });

  it.each([
    ['metadata names no policy', choose('render', POLICIES, { 'lamplighter.policy': 'x' }), 'does not exist'],
    [
      'two policies name it equally well',
      choose('render', [...POLICIES, { id: 'other', pools: ['render'] }]),
      'the policies "other" and "render" name the pool equally well',
    ],
    [
      'a policy that cannot be read names it',
      choose('render', [...POLICIES, { id: 'broken', pools: ['r*'], fault: '$.mode: missing' }]),
      'the policy "broken" can\'t be read: $.mode: missing',
    ],
    [
      'a policy that cannot be read may name it',
      choose('render', [...POLICIES, { id: 'broken', pools: undefined, fault: 'not JSON' }]),
      'the policy "broken" can\'t be read',
    ],
    [
      'metadata names a policy that cannot be read',
      choose('render', [{ id: 'broken', pools: [], fault: 'not JSON' }], { 'lamplighter.policy': 'broken' }),
      'the policy "broken" can\'t be read',
    ],
  ])('is in doubt where %s', (_, choice, reason) => {
    expect(choice).toMatchObject({ kind: 'doubt', reason: expect.stringContaining(reason) });
  });

  it('is not held up by an unreadable policy that names other pools', () => {
    expect(choose('render', [...POLICIES, { id: 'broken', pools: ['sim-*'], fault: 'x' }])).toMatchObject({
      policyId: 'render',
    });
  });
});
