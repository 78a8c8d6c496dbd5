import type { Temporal } from 'temporal-polyfill';
import { type CapacityOutlook, capacityOutlook } from '../../core/plan/capacity-outlook.ts';
import type { Documents } from '../../core/plan/documents.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { CapacityQuestion } from '../../core/plan/next-change.ts';
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

/**
 * The pools to which another policy or mode applies after a change of documents, or of which another capacity is requested in
 * the next eight days.
 */
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
  const [aheadBefore, aheadAfter] = [ahead(question(was), now), ahead(question(is), now)];
  if (says(aheadBefore) === says(aheadAfter) && modeOf(was) === modeOf(is)) return [];
  const { account, poolId } = facts;
  return [
    {
      account,
      poolId,
      before: { ...poolState(question(was), now), outlook: outlookIn(aheadBefore) },
      after: { ...poolState(question(is), now), outlook: outlookIn(aheadAfter) },
    },
  ];
}

function modeOf(effective: EffectivePolicy): string {
  return effective.kind === 'policy' ? `${effective.policy.id} ${effective.policy.mode}` : effective.reason;
}

/** The capacity that is requested in the next eight days, or why it is not known. */
function ahead(question: CapacityQuestion, now: Temporal.Instant): CapacityOutlook | string {
  try {
    return capacityOutlook(question, { from: now, until: now.add(EDGES_IN_SIGHT) });
  } catch (error) {
    if (error instanceof LayoutRefused) return error.message;
    throw error;
  }
}

function outlookIn(found: CapacityOutlook | string): CapacityOutlook | undefined {
  return typeof found === 'string' ? undefined : found;
}

function says(found: CapacityOutlook | string): string {
  return typeof found === 'string' ? found : found.asked.map(({ at, min, max }) => `${at} ${min} ${max}`).join();
}
