import type { Temporal } from 'temporal-polyfill';
import { type Closing, closingsUntil } from '../../core/outbound/closings.ts';
import type { Documents } from '../../core/plan/documents.ts';
import { effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import type { NodeCounts } from '../../core/pool/pool-due.ts';
import { poolGuard } from '../../core/pool/pool-guard.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import { type Timeline, timelineOf } from '../../core/schedule/timeline.ts';
import type { HasBatchReader } from '../../ports/batch.ts';

/** So long beyond a closing schedules are laid out: it is looked for when as much is asked for again. */
const BEYOND_HOURS = 25;

/** When closings are looked for, and by what. */
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
  /** The policy that holds, as id and version. */
  readonly policy: string;
}

/** Looks for closings in the pools of an account; a schedule that many pools share is laid out once. */
export function closingFinder(
  ports: HasBatchReader,
  { documents, now, until }: Outlook,
): (account: string) => Promise<readonly PoolClosing[]> {
  const layOut = layOutOnce(now.subtract({ minutes: 1 }), until.add({ hours: BEYOND_HOURS }));
  return async (account) => {
    const [pools, counts] = await Promise.all([ports.batch.listPools(account), ports.batch.countNodes(account)]);
    return pools.flatMap((facts) => {
      const effective = effectivePolicyFor(facts, documents);
      // Who only observes lets nothing go, and neither does who leaves a pool alone.
      if (effective.kind !== 'policy' || effective.policy.mode !== 'enforce' || poolGuard(facts) !== undefined)
        return [];
      const { override, name: policy } = effective;
      const requests = { timelines: effective.schedules.map(layOut), override, announcements: [] };
      const nodes = nodesOf(facts, counts);
      const closings = closingsUntil({ requests, ...nodes, now, until });
      return closings.map((closing) => ({ pool: facts, closing, allocated: nodes.allocated, policy }));
    });
  };
}

function nodesOf({ poolId }: PoolFacts, counts: ReadonlyMap<string, NodeCounts>) {
  const { deallocated = 0, deallocating = 0, ...others } = counts.get(poolId) ?? {};
  const allocated = Object.values(others).reduce((sum, count) => sum + count, 0);
  return { allocated, poolSize: allocated + deallocated + deallocating };
}

function layOutOnce(from: Temporal.Instant, until: Temporal.Instant): (schedule: Schedule) => Timeline {
  const laidOut = new Map<Schedule, Timeline>();
  return (schedule) => {
    const timeline = laidOut.get(schedule) ?? timelineOf(schedule, from, until);
    laidOut.set(schedule, timeline);
    return timeline;
  };
}
