import { expect, it } from 'vitest';
import { answerOnce } from '../../../src/app/idempotency/answer-once.ts';
import type { Claim } from '../../../src/ports/claim-store.ts';
import { AppError } from '../../../src/ports/errors.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

it('remembers the answer to a request that has waited for one that was refused', async () => {
  const request = { key: 'night-1', actor: 'anna', what: { count: 1 } };
  const begun = Promise.withResolvers<void>();
  const refusal = Promise.withResolvers<string>();
  const refused = answerOnce(system.ports, request, () => {
    begun.resolve();
    return refusal.promise;
  });
  await begun.promise;
  const other = system.compose();
  const reads = Promise.withResolvers<void>();
  const watched = {
    ...other,
    claims: {
      ...other.claims,
      claim: async (claim: Claim) => {
        const there = await other.claims.claim(claim);
        reads.resolve();
        return there;
      },
    },
  };
  const done: string[] = [];
  const act = async (correlation: string) => {
    done.push(correlation);
    return correlation;
  };
  const waiting = answerOnce(watched, request, act);
  await reads.promise;
  refusal.reject(new AppError('PoolNotFound', 'There is no such pool.'));
  await expect(refused).rejects.toMatchObject({ code: 'PoolNotFound' });
  const answer = await waiting;
  expect(await answerOnce(system.ports, request, act)).toBe(answer);
  expect(done).toEqual([answer]);
});
