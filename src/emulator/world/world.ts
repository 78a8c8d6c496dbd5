import type { Temporal } from 'temporal-polyfill';
import type { ArmPoolIdentity, ArmPoolProperties } from '../../wire/arm-pool.ts';
import type { WireJobState } from '../../wire/job.ts';
import type { WireJobScheduleState, WireJobSpecification, WireRecurrence } from '../../wire/job-schedule.ts';
import type { WireDeallocateOption, WireNodeError, WireNodeState, WireStartTaskInfo } from '../../wire/node.ts';
import type { WireTaskExecution, WireTaskState } from '../../wire/task.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { Fault } from './fault.ts';
import type { Journal } from './journal.ts';
import type { Knobs } from './knobs.ts';
import type { Latencies } from './latencies.ts';
import type { ProbeAnswer } from './probe-answer.ts';
import type { Register } from './register.ts';
import type { Shortage } from './shortage.ts';
import type { StartFault } from './start-fault.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The whole emulated world. Only operations and events change it, in place. */
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
  startFaults: StartFault[];
  shortages: readonly Shortage[];
  readonly accounts: Map<string, Account>;
  /** The versions of images that were published, in this order, by `publisher/offer/sku` in lower case. */
  readonly images: Map<string, readonly string[]>;
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
  readonly pools: Register<Pool>;
  readonly jobs: Register<Job>;
  readonly jobSchedules: Register<JobSchedule>;
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
  identity: ArmPoolIdentity | undefined;
  tags: Readonly<Record<string, string>> | undefined;
  state: 'active' | 'deleting';
  stateTransitionTime: string;
  allocationState: 'steady' | 'resizing' | 'stopping';
  allocationStateTransitionTime: string;
  /** The resize that is under way, or the last one. */
  resize: Resize;
  /** When autoscale was last enabled; the service requires half a minute between two. */
  autoScaleEnabledAt: Temporal.Instant | undefined;
  readonly nodes: Register<Node>;
  /** Tasks that wait for a node, in the order in which they get one. */
  waiting: Task[];
  readonly board: Map<number, Set<Node>>;
  readonly counts: Record<'dedicated' | 'lowPriority', Map<WireNodeState, number>>;
  rollout: Rollout | undefined;
}

/** What a node is taken out of service for. */
export type DrainPurpose = 'deallocate' | 'offline' | 'reboot' | 'reimage' | 'leave';

/** A change of a pool's size. */
export interface Resize {
  /** Grows with every resize and every stop, so that what was planned for an earlier one does not happen. */
  readonly number: number;
  readonly startTime: string;
  readonly targetDedicatedNodes: number;
  readonly targetLowPriorityNodes: number;
  /** As requested, such as `PT15M`. */
  readonly timeout: string;
  readonly option: WireDeallocateOption;
  /** The allocation of machines is still in progress. */
  allocating: boolean;
  /** Nodes that must leave before it is complete. */
  readonly leaving: Set<Node>;
  errors: readonly ResizeError[];
}

/** Why a pool has not reached its target size. */
export interface ResizeError {
  readonly code: string;
  readonly message: string;
  readonly values?: readonly { readonly name: string; readonly value: string }[];
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
  /** The errors of the node in its state; usually none. */
  errors: readonly WireNodeError[];
  schedulingEnabled: boolean;
  /** What the node does as soon as no task runs on it; until then it gets no new ones. */
  draining: DrainPurpose | undefined;
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
  /** The users that were added to it, by lower-case name. */
  readonly users: Map<string, Dated>;
  readonly machine: Machine;
  /** Free slots under which the node stands on the board of its pool; `undefined` if it takes no tasks. */
  boardedAt: number | undefined;
}

/** The virtual machine of a node: its image, its extensions and the health that they report. */
export interface Machine {
  imageVersion: string;
  /** Since when it has its temporary disk; `undefined` is from the beginning. */
  diskFrom: Temporal.Instant | undefined;
  /** Files and directories that were deleted from that disk, by their paths on the node. */
  readonly deletedFiles: Set<string>;
  /** When it was last started; its extensions are installed from then on. */
  bootedAt: Temporal.Instant | undefined;
  extensionsReadyAt: Temporal.Instant | undefined;
  /** Outcomes of extensions that were set from outside, by lower-case name. */
  readonly extensionOutcomes: Map<string, ExtensionOutcome>;
  /** What health probes have found since the last boot, oldest first. */
  signals: readonly HealthSignal[];
  /** The version to which an upgrade has failed; it is not tried again. */
  failedVersion: string | undefined;
  /** It is being brought back to the image that it had before an upgrade that failed. */
  restoring: boolean;
  /** An OS upgrade waits until no task runs on the node. */
  upgradePending: boolean;
  /** A fault makes the start task fail until the next boot. */
  failsStartTask: boolean;
  /** Extensions, by lower-case name, that a fault makes fail until the next boot, with their messages. */
  readonly failedExtensions: Map<string, string>;
}

export interface ExtensionOutcome {
  readonly outcome: 'succeeded' | 'failed';
  readonly message: string;
}

/** What a probe finds from a moment on: the state of the application, and that of the Batch node agent. */
export interface HealthSignal {
  readonly from: Temporal.Instant;
  readonly application: 'Healthy' | 'Unhealthy' | 'Unknown';
  readonly agent: 'healthy' | 'unhealthy' | 'unknown';
  /** What the user's own health server answers, in place of an answer made of the two. */
  readonly answer?: ProbeAnswer | undefined;
  /** Injected by the fault of a start: it ends with the next boot. */
  readonly injected?: true;
}

/** An OS upgrade that rolls through a pool, batch after batch. */
export interface Rollout {
  readonly to: string;
  /** Nodes of the batch that is under way, by lower-case id. */
  batch: readonly string[];
  phase: 'rolling' | 'pausing' | 'done' | 'stopped';
  upgraded: number;
  failed: number;
}

export interface Job extends Dated {
  readonly account: string;
  readonly id: string;
  /** The job schedule that made it. */
  readonly scheduleId: string | undefined;
  /** The task with whose end the job ends, by its lower-case id. */
  readonly managerTaskId: string | undefined;
  poolId: string;
  /** The properties of the request that are only kept. */
  properties: Readonly<Record<string, unknown>>;
  priority: number;
  maxParallelTasks: number;
  onAllTasksComplete: 'noaction' | 'terminatejob';
  state: WireJobState;
  stateTransitionTime: string;
  previousState: WireJobState | undefined;
  previousStateTransitionTime: string | undefined;
  /** Grows with every change of state, so that what was planned for an earlier state does not happen. */
  age: number;
  endTime: string | undefined;
  /** Why the job ended, or will have ended when it is `completed`. */
  terminateReason: string | undefined;
  readonly tasks: Register<Task>;
  readonly counts: Record<'active' | 'running' | 'succeeded' | 'failed', { tasks: number; slots: number }>;
}

/** A schedule by which the service makes jobs. */
export interface JobSchedule extends Dated {
  readonly account: string;
  readonly id: string;
  recurrence: WireRecurrence;
  specification: WireJobSpecification;
  /** The properties of the request that are only kept. */
  properties: Readonly<Record<string, unknown>>;
  state: WireJobScheduleState;
  stateTransitionTime: string;
  previousState: WireJobScheduleState | undefined;
  previousStateTransitionTime: string | undefined;
  /** When the next job is to be made. */
  nextRun: Temporal.Instant | undefined;
  /** The later instants at which it is looked at, in milliseconds: each is planned once, however often it is looked at before. */
  readonly planned: Set<number>;
  /** Since when a job is to be made that could not be made yet. */
  due: Temporal.Instant | undefined;
  jobsMade: number;
  recentJobId: string | undefined;
  endTime: string | undefined;
}

export interface Task extends Dated {
  readonly job: Job;
  readonly id: string;
  properties: Readonly<Record<string, unknown>>;
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
