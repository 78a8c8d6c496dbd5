import fc from 'fast-check';
import { expect, it } from 'vitest';
import { patternsByBeginning } from '../../../src/core/policy/patterns-by-beginning.ts';
import { matchesPool } from '../../../src/core/policy/pool-pattern.ts';

const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 6 });

it('finds the patterns that match, whatever they are', () => {
  const policies = fc.array(fc.array(text('aB*/'), { maxLength: 4 }), { maxLength: 5 });
  const pool = fc.record({ account: text('ab'), poolId: text('Ab') });
  fc.assert(
    fc.property(policies, pool, (lists, name) => {
      const headings = lists.map((pools, index) => ({ id: `p${index}`, pools }));
      const found = patternsByBeginning(headings)(name).map(({ place, pattern }) => `${place} ${pattern}`);
      const matching = lists.flatMap((pools, place) =>
        pools.filter((pattern) => matchesPool(pattern, name)).map((pattern) => `${place} ${pattern}`),
      );
      expect(found.toSorted()).toEqual(matching.toSorted());
    }),
  );
});

it('compares a pool with the patterns that begin as its name does, not with those of a thousand other policies', () => {
  const policies = Array.from({ length: 1000 }, (_, index) => ({
    id: `p${index}`,
    pools: [`team-${index}-*`, `demo/farm-${index}`],
  }));
  let comparisons = 0;
  const found = patternsByBeginning(policies)({ account: 'demo', poolId: 'Team-7-render' }, () => {
    comparisons += 1;
  });
  expect(found.map(({ policy }) => policy.id)).toEqual(['p7']);
  expect(comparisons).toBe(1);
});
