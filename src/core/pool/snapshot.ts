import type { Temporal } from 'temporal-polyfill';
import type { EpochMilliseconds } from '../time/epoch.ts';
import type { NodeState } from './node-state.ts';
import type { PoolName } from './pool-name.ts';

/** One node as it was read. `undefined` means "not known", which never counts as idle. */
export interface NodeSnapshot {
  readonly id: string;
  readonly state: NodeState;
  /** When the node entered its state. */
  readonly stateSince: EpochMilliseconds | undefined;
  /** `false` for a Spot node. */
  readonly dedicated: boolean | undefined;
  readonly schedulingEnabled: boolean | undefined;
  readonly runningTasks: number | undefined;
  /** When its machine was last started. */
  readonly bootedAt: EpochMilliseconds | undefined;
  /** Number of tasks that have failed on it since it joined the pool; `undefined` if not known. */
  readonly failedTasks?: number | undefined;
  /** Number of tasks that have succeeded on it. */
  readonly succeededTasks?: number | undefined;
  /** When this app requested its deallocation, if its state does not show it yet. */
  readonly askedToGo?: Temporal.Instant | undefined;
  /** Is it not known whether Batch has received that request? */
  readonly isAskedInDoubt?: boolean | undefined;
}

/** The properties of a machine that determine its price. */
export interface MachineKind {
  /** In the spelling of the pool, such as `STANDARD_D2S_V3`. */
  readonly size: string;
  readonly windows: boolean;
}

/** The properties of a pool, without its nodes. */
export interface PoolFacts extends PoolName {
  readonly state: 'active' | 'deleting' | 'unknown';
  readonly allocationState: 'steady' | 'resizing' | 'stopping' | 'unknown';
  /** Does the pool have an autoscale formula, which would conflict over the same nodes? */
  readonly autoScale: boolean | undefined;
  /** Only nodes of a virtual machine configuration can be deallocated. */
  readonly virtualMachineConfiguration: boolean;
  /** Task slots of each node, at least 1; `undefined` if not known. */
  readonly taskSlotsPerNode: number | undefined;
  readonly metadata: ReadonlyMap<string, string>;
  /** `undefined` if not known. */
  readonly machine: MachineKind | undefined;
  /** A pool that was deleted and created again under the same id has another one; `undefined` if not known. */
  readonly createdAt?: EpochMilliseconds | undefined;
  /** The ETag of the pool if it was read on its own: a change of the pool requires that it is unchanged. */
  readonly tag?: string | undefined;
}

/** One pool with its nodes, read at about the same time. */
export interface PoolSnapshot {
  readonly facts: PoolFacts;
  readonly nodes: readonly NodeSnapshot[];
}
