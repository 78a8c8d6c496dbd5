import type { Temporal } from 'temporal-polyfill';
import type { EpochMilliseconds } from '../time/epoch.ts';
import type { NodeState } from './node-state.ts';
import type { PoolName } from './pool-name.ts';

/** What was seen of one node. `undefined` is "not known", which is never taken for idle. */
export interface NodeSnapshot {
  readonly id: string;
  readonly state: NodeState;
  /** When the node came into its state. */
  readonly stateSince: EpochMilliseconds | undefined;
  /** `false` for a Spot node. */
  readonly dedicated: boolean | undefined;
  readonly schedulingEnabled: boolean | undefined;
  readonly runningTasks: number | undefined;
  /** When its machine was last switched on. */
  readonly bootedAt: EpochMilliseconds | undefined;
  /** Tasks that have completed on it without success since it joined the pool; `undefined` if not known. */
  readonly failedTasks?: number | undefined;
  /** And with success. */
  readonly succeededTasks?: number | undefined;
  /** When we asked for its deallocation, if it does not show yet that it has received the request. */
  readonly askedToGo?: Temporal.Instant | undefined;
}

/** A machine as it is priced. */
export interface MachineKind {
  /** As the pool writes it, such as `STANDARD_D2S_V3`. */
  readonly size: string;
  readonly windows: boolean;
}

/** What a pool says of itself, without its nodes. */
export interface PoolFacts extends PoolName {
  readonly state: 'active' | 'deleting' | 'unknown';
  readonly allocationState: 'steady' | 'resizing' | 'stopping' | 'unknown';
  /** Has the pool an autoscale formula, which would fight over the same nodes? */
  readonly autoScale: boolean | undefined;
  /** Only nodes of a virtual machine configuration can be deallocated. */
  readonly virtualMachineConfiguration: boolean;
  /** Task slots of each node, at least 1; `undefined` if not known. */
  readonly taskSlotsPerNode: number | undefined;
  readonly metadata: ReadonlyMap<string, string>;
  /** `undefined` if not known. */
  readonly machine: MachineKind | undefined;
  /** The ETag of the pool, where it was read by itself: a change of the pool is asked for on condition that it still holds. */
  readonly tag?: string | undefined;
}

/** One pool with its nodes, as seen at about one moment. */
export interface PoolSnapshot {
  readonly facts: PoolFacts;
  readonly nodes: readonly NodeSnapshot[];
}
