import type { Temporal } from 'temporal-polyfill';
import { type Closing, closingsUntil } from '../../core/outbound/closings.ts';
import type { Documents } from '../../core/plan/documents.ts';
import { effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { countsTakingPart } from '../../core/plan/taking-part.ts';
import { NO_COUNTS, type NodeCounts } from '../../core/pool/pool-due.ts';
import { poolGuard } from '../../core/pool/pool-guard.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import type { LayoutSpan } from '../../core/schedule/openings.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import { evaluationBudget, layoutBudget, type Timeline, timelineWithin } from '../../core/schedule/timeline.ts';
import type { HasBatchReader } from '../../ports/batch.ts';

/** How far beyond a closing schedules are computed, to find when the capacity is requested again. */
const BEYOND_HOURS = 25;

/** The span in which to look for closings, and the input. */
export interface Outlook {
  readonly documents: Documents;
  readonly now: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** A closing of one pool. */
export interface PoolClosing {
  readonly pool: PoolName;
  readonly closing: Closing;
  /** Nodes that are allocated now. */
  readonly allocated: number;
  /** The policy that applies, as id and version. */
  readonly policy: string;
}

/** Finds closings in the pools of an account. The timeline of a schedule that several pools share is computed once. */
export function closingFinder(
  ports: HasBatchReader,
  { documents, now, until }: Outlook,
): (account: string) => Promise<readonly PoolClosing[]> {
  const layOut = layOutOnce(now.subtract({ minutes: 1 }), until.add({ hours: BEYOND_HOURS }));
  return async (account) => {
    const listing = ports.batch.listPools(account);
    const [pools, counts] = await Promise.all([listing, ports.batch.countNodes(account, () => listing)]);
    return pools.flatMap((facts) => {
      const effective = effectivePolicyFor(facts, documents);
      // A policy that only observes deallocates nothing, and neither does one that leaves the pool alone.
      if (effective.kind !== 'policy' || effective.policy.mode !== 'enforce' || poolGuard(facts) !== undefined)
        return [];
      const { override, name: policy } = effective;
      const timelines = effective.schedules.map(layOut);
      // A schedule whose timeline cannot be computed does not affect the notices of others.
      if (!timelines.every((timeline) => timeline !== undefined)) return [];
      const requests = { timelines, override, announcements: [] };
      const nodes = nodesOf(countsTakingPart(counts.get(facts.poolId) ?? NO_COUNTS, effective));
      const closings = closingsUntil({ requests, ...nodes, now, until });
      return closings.map((closing) => ({ pool: facts, closing, allocated: nodes.allocated, policy }));
    });
  };
}

function nodesOf(counts: NodeCounts) {
  const { deallocated = 0, deallocating = 0, ...others } = counts;
  const allocated = Object.values(others).reduce((sum, count) => sum + count, 0);
  return { allocated, poolSize: allocated + deallocated + deallocating };
}

/** `undefined` for a schedule whose timeline cannot be computed. */
function layOutOnce(from: Temporal.Instant, until: Temporal.Instant): (schedule: Schedule) => Timeline | undefined {
  const laidOut = new Map<Schedule, Timeline | undefined>();
  const whole = evaluationBudget();
  return (schedule) => {
    const budget = layoutBudget(schedule, whole, MODEST_STEPS);
    if (!laidOut.has(schedule)) laidOut.set(schedule, layOut(schedule, { from, until, budget }));
    return laidOut.get(schedule);
  };
}

/** The steps that each schedule may use outside the shared budget: more than the fullest ordinary schedule needs for a day. */
const MODEST_STEPS = 100_000;

function layOut(schedule: Schedule, span: LayoutSpan): Timeline | undefined {
  try {
    return timelineWithin(schedule, span);
  } catch (error) {
    if (error instanceof LayoutRefused) return undefined;
    throw error;
  }
}
