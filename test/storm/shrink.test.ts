import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shrink } from './shrink.ts';

it('leaves what is needed to fail, in its order, and nothing else', async () => {
  const items = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 4 }), async (all, count) => {
      const needed = all.filter((_, index) => index % 7 === 0).slice(0, count);
      const fails = (left: readonly number[]) => Promise.resolve(needed.every((one) => left.includes(one)));
      expect(await shrink(all, fails)).toEqual(needed);
    }),
    { numRuns: 100 },
  );
});

it('asks seldom where one of a thousand steps is to blame', async () => {
  let asked = 0;
  const all = Array.from({ length: 1000 }, (_, index) => index);
  const fails = (left: readonly number[]) => {
    asked += 1;
    return Promise.resolve(left.includes(617));
  };
  expect(await shrink(all, fails)).toEqual([617]);
  expect(asked).toBeLessThan(40);
});
