import type { Temporal } from 'temporal-polyfill';
import type { JobSchedule } from '../core/demand/job-schedule.ts';
import type { ActiveJob, JobWork } from '../core/demand/job-work.ts';
import type { NodeImage } from '../core/health/os-upgrade.ts';
import type { Outcome, Repair, TasksOnDeallocate } from '../core/pool/act.ts';
import type { PoolCounts } from '../core/pool/pool-due.ts';
import type { PoolName } from '../core/pool/pool-name.ts';
import type { NodeSnapshot, PoolFacts } from '../core/pool/snapshot.ts';
import type { AccountQuotaReader } from './account-quotas.ts';
import type { Extensions } from './extensions.ts';
import type { PoolResources } from './pool-resources.ts';
import type { PublishedImages } from './published-images.ts';
import type { StillMay } from './still-may.ts';

/** A node by its account, pool and id. */
export interface NodeName extends PoolName {
  readonly nodeId: string;
}

/** The result of a request to act on a node. An expected refusal is a result, not an error. */
export interface ActAnswer {
  readonly outcome: Outcome;
  /** One sentence for people. */
  readonly reason: string;
}

/** A task that runs on a node, or ran there recently. */
export interface NodeTask {
  readonly job: string;
  readonly task: string;
  /** The state that the service reports, such as `running` or `completed`; `unknown` if it reports none. */
  readonly state: string;
  readonly startedAt: Temporal.Instant | undefined;
  readonly endedAt: Temporal.Instant | undefined;
  readonly exitCode: number | undefined;
}

export interface DeallocateOptions {
  readonly correlation: string;
  readonly tasks: TasksOnDeallocate;
  readonly stillMay?: StillMay;
}

/** How to repair a node. */
export interface RepairOptions {
  readonly repair: Repair;
  readonly correlation: string;
  readonly stillMay?: StillMay;
}

/** Nodes to remove from their pool in one request. */
export interface Removal {
  /** At most 100. */
  readonly nodes: readonly string[];
  /** The ETag of the pool when it was read: if the pool has changed since, nothing is removed. */
  readonly tag: string | undefined;
  readonly correlation: string;
  readonly stillMay?: StillMay;
}

/** Reads accounts, pools, nodes and work from Azure Batch. Reads are retried after transient failures. */
export interface BatchReader {
  /** The names of the managed accounts. */
  readonly accounts: readonly string[];
  /** Was every place searched for accounts? Until then, there may be accounts that are not among `accounts`. */
  readonly accountsAreComplete: boolean;
  /** Why the last search for accounts failed, a sentence for each place. */
  readonly accountProblems: readonly string[];
  /** Searches for accounts again if the last search was an hour ago. @returns a sentence for each failure */
  refreshAccounts(): Promise<readonly string[]>;
  listPools(account: string): Promise<readonly PoolFacts[]>;
  /** Sends one small request, and throws if the account cannot be reached. */
  reach(account: string): Promise<void>;
  /**
   * The number of nodes by state for each pool of an account, or at least for `pools`, which takes less time than all of many; "may
   * not always be up to date". `pools` is called if they are more than one page.
   */
  countNodes(account: string, pools?: () => Promise<readonly PoolName[]>): Promise<ReadonlyMap<string, PoolCounts>>;
  /** `undefined` if there is no such pool. */
  getPool(pool: PoolName): Promise<PoolFacts | undefined>;
  /** `undefined` if there is no such pool. */
  listNodes(pool: PoolName): Promise<readonly NodeSnapshot[] | undefined>;
  /** `undefined` if there is no such node, or no such pool. */
  getNode(node: NodeName): Promise<NodeSnapshot | undefined>;
  /** The tasks that run on a node or ran there last, as far as the service lists them; `undefined` if there is no such node. */
  listNodeTasks(node: NodeName): Promise<readonly NodeTask[] | undefined>;
  /**
   * The jobs of an account in the state `active`, with the pools that their tasks run in. A job is left out if its pool does
   * not exist yet because it is created for the job.
   */
  listJobs(account: string): Promise<readonly ActiveJob[]>;
  /** The active job schedules of an account. */
  listJobSchedules(account: string): Promise<readonly JobSchedule[]>;
  /**
   * The waiting and running work of each job, with one or more requests for each; jobs deleted in the meantime are left out.
   */
  countWork(account: string, jobs: readonly ActiveJob[]): Promise<readonly JobWork[]>;
  /** The images of the nodes of a pool; `undefined` if there is no such pool. */
  listImages(pool: PoolName): Promise<readonly NodeImage[] | undefined>;
}

/**
 * The acts on nodes. A request that may have arrived is never sent again. `stillMay` is called directly before each attempt, and
 * throws if the request must not be sent any more.
 */
export interface NodeActs {
  /** `correlation` is sent as the id of the request, so that the records of both sides can be matched. */
  startNode(node: NodeName, correlation: string, stillMay?: StillMay): Promise<ActAnswer>;
  /** Running tasks finish first; the node accepts no new tasks until somebody enables its scheduling again. */
  disableScheduling(node: NodeName, correlation: string, stillMay?: StillMay): Promise<ActAnswer>;
  /** Reboots or reimages a node that is in trouble. If tasks were running, they would finish first. */
  repairNode(node: NodeName, options: RepairOptions): Promise<ActAnswer>;
  /** `tasks` decides what happens to running tasks; with `taskcompletion` they finish first, so that none is harmed. */
  deallocateNode(node: NodeName, options: DeallocateOptions): Promise<ActAnswer>;
  /**
   * Removes nodes from their pool in one request, which reduces its target size by their number. If tasks were running, they
   * would finish first.
   * @returns a result for each node
   */
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
