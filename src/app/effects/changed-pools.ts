import type { Temporal } from 'temporal-polyfill';
import type { Documents } from '../../core/plan/documents.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { askedCapacityOver, type CapacityQuestion } from '../../core/plan/next-change.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import { EDGES_IN_SIGHT } from '../../core/schedule/edges-in-sight.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { PoolEffect } from './effect.ts';
import { poolState } from './effect-on-pool.ts';

/** Documents before and after a change. */
export interface Comparison {
  readonly before: Documents;
  readonly after: Documents;
  readonly now: Temporal.Instant;
}

/** The pools for which another policy or mode holds after a change of documents, or another capacity is asked for in the next eight days. */
export async function changedPools({ batch }: HasBatchReader, compared: Comparison): Promise<readonly PoolEffect[]> {
  const ofAccounts = await Promise.all(
    batch.accounts.map(async (account) => {
      const [pools, counts] = await Promise.all([batch.listPools(account), batch.countNodes(account)]);
      return pools.flatMap((facts) => {
        const poolSize = Object.values(counts.get(facts.poolId) ?? {}).reduce((sum, count) => sum + count, 0);
        return changeOf(facts, poolSize, compared);
      });
    }),
  );
  return ofAccounts.flat();
}

function changeOf(facts: PoolFacts, poolSize: number, { before, after, now }: Comparison): readonly PoolEffect[] {
  const [was, is] = [effectivePolicyFor(facts, before), effectivePolicyFor(facts, after)];
  if (was.documents.join() === is.documents.join()) return [];
  const question = (effective: EffectivePolicy): CapacityQuestion => ({ effective, facts, poolSize });
  const [saidBefore, saidAfter] = [outlook(question(was), now), outlook(question(is), now)];
  if (saidBefore === saidAfter && modeOf(was) === modeOf(is)) return [];
  const { account, poolId } = facts;
  return [{ account, poolId, before: poolState(question(was), now), after: poolState(question(is), now) }];
}

function modeOf(effective: EffectivePolicy): string {
  return effective.kind === 'policy' ? `${effective.policy.id} ${effective.policy.mode}` : effective.reason;
}

function outlook(question: CapacityQuestion, now: Temporal.Instant): string {
  try {
    const asked = askedCapacityOver(question, { from: now, until: now.add(EDGES_IN_SIGHT) });
    return asked.map(({ at, min, max }) => `${at} ${min} ${max}`).join();
  } catch (error) {
    if (error instanceof LayoutRefused) return error.message;
    throw error;
  }
}
