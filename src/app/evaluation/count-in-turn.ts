import type { Temporal } from 'temporal-polyfill';
import { type JobCounts, restSince, selectJobsToCount, shareOfCalls } from '../../core/demand/counts-in-turn.ts';
import { type ActiveJob, jobsByPool } from '../../core/demand/job-work.ts';
import { countsAfter, type WorkInTurn, workInTurn } from '../../core/demand/work-in-turn.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { NodeSnapshot } from '../../core/pool/snapshot.ts';
import { KeptByWeight } from '../../core/remember.ts';
import type { HasBatchReader } from '../../ports/batch.ts';

/** A pool whose jobs are to be counted. */
export interface CountedPool {
  readonly pool: PoolName;
  readonly nodes: readonly NodeSnapshot[];
  /** The active jobs of the whole account. */
  readonly active: readonly ActiveJob[];
  readonly tick: Temporal.Instant;
}

export interface HasCountsInTurn {
  /**
   * Counts the work of the jobs of a pool: of all, or in turn of as many as the pool's share of the requests allows.
   * @throws AppError BatchUnavailable
   */
  readonly countInTurn: (counted: CountedPool) => Promise<WorkInTurn>;
}

/** The most jobs and pools of which counts are cached: pools that exist for one job only would fill the memory. */
const MOST_CACHED = 50_000;

/**
 * Limits the requests of a tick for the jobs of an account. The counts of a job are cached in this process; another or
 * restarted process must count the jobs before it knows them, and so must this one if the cache is full.
 */
export function countingInTurn({ batch }: HasBatchReader, calls: number, most = MOST_CACHED): HasCountsInTurn {
  const countsOf = new KeptByWeight<string, JobCounts>(most, ({ size }) => 1 + size);
  return {
    countInTurn: async ({ pool, nodes, active, tick: now }) => {
      const key = `${pool.account}/${pool.poolId}`;
      const jobs = jobsByPool(active)(pool.poolId);
      const before = countsOf.get(key) ?? new Map();
      const share = shareOfCalls(calls, { ofPool: jobs.length, ofAccount: active.length });
      const asked = selectJobsToCount(jobs, { counts: before, calls: share, restSince: restSince(nodes), now });
      const found = asked.length === 0 ? [] : await batch.countWork(pool.account, asked);
      const counts = countsAfter(jobs, { before, asked, found, now });
      countsOf.add(key, counts);
      const gone = new Set(asked.map(({ jobId }) => jobId).filter((jobId) => !counts.has(jobId)));
      return workInTurn(jobs, { counts, gone, now });
    },
  };
}
