import type { Temporal } from 'temporal-polyfill';
import { type CapacityOutlook, capacityOutlook } from '../../core/plan/capacity-outlook.ts';
import type { Documents } from '../../core/plan/documents.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { CapacityQuestion } from '../../core/plan/next-change.ts';
import { countsTakingPart } from '../../core/plan/taking-part.ts';
import { NO_COUNTS, type PoolCounts } from '../../core/pool/pool-due.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import { EDGES_IN_SIGHT } from '../../core/schedule/edges-in-sight.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import { AppError } from '../../ports/errors.ts';
import type { PoolEffect } from './effect.ts';
import { poolState } from './effect-on-pool.ts';

/** Documents before and after a change. */
export interface Comparison {
  readonly before: Documents;
  readonly after: Documents;
  readonly now: Temporal.Instant;
}

/** What a change of documents changes. */
export interface Changed {
  /**
   * The pools to which another policy or mode applies, or of which another capacity is requested in the next eight days.
   */
  readonly pools: readonly PoolEffect[];
  /** The number of pools to which any of the changed documents applies, before or after. */
  readonly touched: number;
  /** What could not be found out, one sentence each. */
  readonly unknown: readonly string[];
}

/** Finds out what a change of documents changes. Of an account that cannot be read nothing is known; the others are told. */
export async function changedPools({ batch }: HasBatchReader, compared: Comparison): Promise<Changed> {
  const ofAccounts = await Promise.all(
    batch.accounts.map(async (account): Promise<Changed> => {
      try {
        return await changedIn({ batch }, account, compared);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return {
          ...NONE,
          unknown: [`what changes for the pools of '${account}' is not known: ${describeError(error)}`],
        };
      }
    }),
  );
  return {
    pools: ofAccounts.flatMap(({ pools }) => pools),
    touched: ofAccounts.reduce((sum, { touched }) => sum + touched, 0),
    unknown: ofAccounts.flatMap(({ unknown }) => unknown),
  };
}

const NONE: Changed = { pools: [], touched: 0, unknown: [] };

async function changedIn({ batch }: HasBatchReader, account: string, compared: Comparison): Promise<Changed> {
  const listing = batch.listPools(account);
  const [pools, counts] = await Promise.all([listing, batch.countNodes(account, () => listing)]);
  const touched = pools.filter((facts) => isTouched(facts, compared));
  const changed = touched.flatMap((facts) => {
    return changeOf(facts, counts.get(facts.poolId) ?? NO_COUNTS, compared);
  });
  return { pools: changed, touched: touched.length, unknown: [] };
}

function isTouched(facts: PoolFacts, { before, after }: Comparison): boolean {
  const [was, is] = [effectivePolicyFor(facts, before), effectivePolicyFor(facts, after)];
  return was.documents.join() !== is.documents.join();
}

function changeOf(facts: PoolFacts, counts: PoolCounts, { before, after, now }: Comparison): readonly PoolEffect[] {
  const [was, is] = [effectivePolicyFor(facts, before), effectivePolicyFor(facts, after)];
  const question = (effective: EffectivePolicy): CapacityQuestion => ({
    effective,
    facts,
    poolSize: Object.values(countsTakingPart(counts, effective)).reduce((sum, count) => sum + count, 0),
  });
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
