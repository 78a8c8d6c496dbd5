import type { Temporal } from 'temporal-polyfill';
import type { JobSchedule } from '../core/demand/job-schedule.ts';
import type { ActiveJob, JobWork } from '../core/demand/job-work.ts';
import type { NodeImage } from '../core/health/os-upgrade.ts';
import type { Outcome, Repair, TasksOnDeallocate } from '../core/pool/act.ts';
import type { NodeCounts } from '../core/pool/pool-due.ts';
import type { PoolName } from '../core/pool/pool-name.ts';
import type { NodeSnapshot, PoolFacts } from '../core/pool/snapshot.ts';
import type { AccountQuotaReader } from './account-quotas.ts';
import type { Extensions } from './extensions.ts';
import type { PoolResources } from './pool-resources.ts';
import type { PublishedImages } from './published-images.ts';

/** A node by its account, pool and id. */
export interface NodeName extends PoolName {
  readonly nodeId: string;
}

/** What came of a request to act on a node. Expected refusals are answers, not errors. */
export interface ActAnswer {
  readonly outcome: Outcome;
  /** One sentence for people. */
  readonly reason: string;
}

/** A task that runs on a node, or ran there lately. */
export interface NodeTask {
  readonly job: string;
  readonly task: string;
  /** As the service says it: `running`, `completed`; `unknown` for nothing. */
  readonly state: string;
  readonly startedAt: Temporal.Instant | undefined;
  readonly endedAt: Temporal.Instant | undefined;
  readonly exitCode: number | undefined;
}

export interface DeallocateOptions {
  readonly correlation: string;
  readonly tasks: TasksOnDeallocate;
}

/** Nodes that are to leave their pool together. */
export interface Removal {
  /** At most 100. */
  readonly nodes: readonly string[];
  /** The tag of the pool as it was read: where the pool has changed since, nothing is done. */
  readonly tag: string | undefined;
  readonly correlation: string;
}

/** What Azure Batch shows of accounts, pools, nodes and work. Reading retries what is worth it. */
export interface BatchReader {
  /** The names of the accounts that are managed. */
  readonly accounts: readonly string[];
  /** Looks for accounts again where the last time is an hour ago; gives what went wrong, one sentence each. */
  refreshAccounts(): Promise<readonly string[]>;
  listPools(account: string): Promise<readonly PoolFacts[]>;
  /** Makes one small request, which fails if the account cannot be reached. */
  reach(account: string): Promise<void>;
  /** Nodes of each pool of an account by state; "may not always be up to date". */
  countNodes(account: string): Promise<ReadonlyMap<string, NodeCounts>>;
  /** `undefined` if there is no such pool. */
  getPool(pool: PoolName): Promise<PoolFacts | undefined>;
  /** `undefined` if there is no such pool. */
  listNodes(pool: PoolName): Promise<readonly NodeSnapshot[] | undefined>;
  /** `undefined` if there is no such node, or no such pool. */
  getNode(node: NodeName): Promise<NodeSnapshot | undefined>;
  /** The tasks that run on a node or ran there last, as many as the service names; `undefined` if there is no such node. */
  listNodeTasks(node: NodeName): Promise<readonly NodeTask[] | undefined>;
  /**
   * The jobs of an account in the state `active`, with the pools that their tasks run in; without those whose pool is not
   * there yet because it is made for them.
   */
  listJobs(account: string): Promise<readonly ActiveJob[]>;
  /** The job schedules of an account that are active. */
  listJobSchedules(account: string): Promise<readonly JobSchedule[]>;
  /** What waits and runs of each job, a call or more for each; without jobs that have gone meanwhile. */
  countWork(account: string, jobs: readonly ActiveJob[]): Promise<readonly JobWork[]>;
  /** The images that the nodes of a pool run; `undefined` if there is no such pool. */
  listImages(pool: PoolName): Promise<readonly NodeImage[] | undefined>;
}

/** The acts on nodes. Acting never asks twice where the first request may have arrived. */
export interface NodeActs {
  /** `correlation` goes along as the request's own id, so that both sides' records can be laid side by side. */
  startNode(node: NodeName, correlation: string): Promise<ActAnswer>;
  /** Tasks that run finish first; the node takes no others until somebody enables its scheduling again. */
  disableScheduling(node: NodeName, correlation: string): Promise<ActAnswer>;
  /** Restarts or sets up anew a node that is in trouble; tasks that run would finish first. */
  repairNode(node: NodeName, options: { readonly repair: Repair; readonly correlation: string }): Promise<ActAnswer>;
  /** `tasks` says what becomes of those that run; `taskcompletion`, with which they finish first, cannot hurt any. */
  deallocateNode(node: NodeName, options: DeallocateOptions): Promise<ActAnswer>;
  /** Has nodes leave their pool, whose target falls by their number, in one request; tasks that run would finish first. An answer for each. */
  removeNodes(pool: PoolName, removal: Removal): Promise<ReadonlyMap<string, ActAnswer>>;
}

/** Azure Batch. */
export interface Batch extends AccountQuotaReader, BatchReader, NodeActs, Extensions, PoolResources, PublishedImages {}

export interface HasBatchReader {
  readonly batch: BatchReader;
}

export interface HasNodeActs {
  readonly batch: NodeActs;
}
