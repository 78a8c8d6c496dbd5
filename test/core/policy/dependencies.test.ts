import { describe, expect, it } from 'vitest';
import { type DependingPolicy, dependencyCircle } from '../../../src/core/policy/dependencies.ts';
import { anAmount } from '../../support/builders.ts';

function policy(id: string, pools: readonly string[], ...dependsOn: readonly string[]): DependingPolicy {
  return { id, pools, dependsOn: dependsOn.map((pool) => ({ pool, ready: anAmount(1) })) };
}

describe('dependencyCircle', () => {
  it('finds pools that would depend on themselves, by any number of others', () => {
    expect(dependencyCircle(policy('a', ['a*'], 'a1'), 'a1', [])).toEqual(['a1']);
    const others = [policy('b', ['b'], 'c'), policy('c', ['c', 'd'], 'x', 'A2')];
    expect(dependencyCircle(policy('a', ['a*'], 'b'), 'b', others)).toEqual(['b', 'c', 'A2']);
  });

  it('finds none where each pool waits for others only', () => {
    const others = [policy('b', ['b', 'demo/c'], 'd'), policy('e', ['e'], 'b')];
    expect(dependencyCircle(policy('a', ['a'], 'b', 'c'), 'b', others)).toBeUndefined();
    expect(dependencyCircle(policy('a', ['a'], 'nowhere'), 'nowhere', others)).toBeUndefined();
  });

  it('goes by the narrowest pattern, and by the policy as it is to be saved', () => {
    const others = [policy('all', ['*'], 'a'), policy('b', ['b'])];
    expect(dependencyCircle(policy('a', ['a'], 'b'), 'b', others)).toBeUndefined();
    expect(dependencyCircle(policy('a', ['a'], 'c'), 'c', others)).toEqual(['c', 'a']);
    expect(dependencyCircle(policy('b', ['b'], 'a'), 'a', [policy('b', ['b', 'a'])])).toBeUndefined();
  });

  it('ends where the others are a circle themselves', () => {
    const others = [policy('b', ['b'], 'c'), policy('c', ['c'], 'b')];
    expect(dependencyCircle(policy('a', ['a'], 'b'), 'b', others)).toBeUndefined();
  });
});
