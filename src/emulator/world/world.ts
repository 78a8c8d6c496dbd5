import type { Temporal } from 'temporal-polyfill';
import type { ArmPoolIdentity, ArmPoolProperties } from '../../wire/arm-pool.ts';
import type { WireJobState } from '../../wire/job.ts';
import type { WireNodeState, WireStartTaskInfo, WireTaskState } from '../../wire/node.ts';
import type { WireTaskExecution } from '../../wire/task.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { Fault } from './fault.ts';
import type { Journal } from './journal.ts';
import type { Knobs } from './knobs.ts';
import type { Latencies } from './latencies.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Everything there is. Operations and events change it in place; nothing else does. */
export interface World {
  readonly clock: VirtualClock;
  /** The virtual present: while the world catches up, the instant of the event that is happening. */
  now: Temporal.Instant;
  readonly agenda: Agenda;
  readonly journal: Journal;
  readonly chance: Chance;
  latencies: Latencies;
  knobs: Knobs;
  faults: Fault[];
  readonly accounts: Map<string, Account>;
  /** Counts everything that is created or changed: the source of entity tags and of the order of lists. */
  ordinal: number;
}

/** Ids are kept as they were written and found in any letter case: the keys of maps are lower case. */
export interface Account {
  readonly name: string;
  /** Base64. */
  readonly key: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly pools: Map<string, Pool>;
  readonly jobs: Map<string, Job>;
}

/** What pools, jobs and tasks have in common. */
export interface Dated {
  readonly ordinal: number;
  readonly creationTime: string;
  lastModified: string;
  eTag: string;
}

export interface Pool extends Dated {
  readonly account: string;
  readonly id: string;
  settings: ArmPoolProperties;
  readonly identity: ArmPoolIdentity | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
  state: 'active' | 'deleting';
  stateTransitionTime: string;
  allocationState: 'steady' | 'resizing' | 'stopping';
  allocationStateTransitionTime: string;
  readonly nodes: Map<string, Node>;
  /** Tasks that wait for a node, in the order in which they get one. */
  waiting: Task[];
  readonly board: Map<number, Set<Node>>;
  readonly counts: Record<'dedicated' | 'lowPriority', Map<WireNodeState, number>>;
}

export interface Node {
  readonly ordinal: number;
  readonly account: string;
  readonly pool: string;
  readonly id: string;
  readonly isDedicated: boolean;
  readonly ipAddress: string;
  readonly allocationTime: string;
  state: WireNodeState;
  /** What older api-versions show while the node is deallocating. */
  previousState: WireNodeState;
  stateTransitionTime: string;
  schedulingEnabled: boolean;
  /** What the node does as soon as no task runs on it; until then it gets no new ones. */
  draining: 'deallocate' | 'offline' | undefined;
  /** Until when the data of tasks is kept before a deallocation goes on (`retaineddata`). */
  retainUntil: Temporal.Instant | undefined;
  /** Grows with every change of state, so that what was planned for an earlier state does not happen. */
  age: number;
  lastBootTime: string | undefined;
  startTaskInfo: WireStartTaskInfo | undefined;
  readonly running: Set<Task>;
  /** The last tasks that ran here, newest first, with whatever became of them. */
  recent: Task[];
  totalTasksRun: number;
  totalTasksSucceeded: number;
  /** Free slots under which the node stands on the board of its pool; `undefined` if it takes no tasks. */
  boardedAt: number | undefined;
}

export interface Job extends Dated {
  readonly account: string;
  readonly id: string;
  readonly poolId: string;
  /** The properties of the request that are only kept. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly priority: number;
  readonly maxParallelTasks: number;
  readonly onAllTasksComplete: 'noaction' | 'terminatejob';
  state: WireJobState;
  stateTransitionTime: string;
  endTime: string | undefined;
  terminateReason: string | undefined;
  readonly tasks: Map<string, Task>;
  readonly counts: Record<'active' | 'running' | 'succeeded' | 'failed', { tasks: number; slots: number }>;
}

export interface Task extends Dated {
  readonly job: Job;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly commandLine: string;
  readonly requiredSlots: number;
  state: WireTaskState;
  stateTransitionTime: string;
  previousState: WireTaskState | undefined;
  previousStateTransitionTime: string | undefined;
  execution: WireTaskExecution;
  node: Node | undefined;
  /** Grows each time the task comes to a node. */
  run: number;
}
