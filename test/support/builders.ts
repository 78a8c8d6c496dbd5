import { Temporal } from 'temporal-polyfill';
import type { JobWork } from '../../src/core/demand/job-work.ts';
import { NO_LOAD, type TaskLoad } from '../../src/core/demand/task-load.ts';
import type { FoundExtension } from '../../src/core/health/probe.ts';
import { NO_MEMORY } from '../../src/core/memory/memory.ts';
import type { PlanInput } from '../../src/core/plan/input/plan-input.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { NodeSnapshot, PoolFacts, PoolSnapshot } from '../../src/core/pool/snapshot.ts';
import type { DayFigures } from '../../src/core/savings/day-figures.ts';
import type { Amount } from '../../src/core/schedule/amount.ts';
import { type DateMatcher, dateMatcher } from '../../src/core/schedule/date-matcher.ts';
import type { Capacity, Schedule, Window } from '../../src/core/schedule/schedule.ts';
import { type Timeline, timelineOf } from '../../src/core/schedule/timeline.ts';

/** A Monday at noon in UTC; Berlin has winter time. */
export const NOON = Temporal.Instant.from('2026-03-02T12:00:00Z');

export function minutes(count: number): Temporal.Duration {
  return Temporal.Duration.from({ minutes: count });
}

export function minutesBefore(instant: Temporal.Instant, count: number): Temporal.Instant {
  return instant.subtract({ minutes: count });
}

/** `5` or `'25%'`. */
export function anAmount(amount: number | `${number}%`): Amount {
  return typeof amount === 'number'
    ? { kind: 'nodes', nodes: amount }
    : { kind: 'share', percent: Number.parseFloat(amount) };
}

export function aCapacity(min: number | `${number}%`, max?: number | `${number}%`): Capacity {
  return { min: anAmount(min), max: max === undefined ? undefined : anAmount(max) };
}

/** A window as `MON-FRI 08:00-18:30`. */
export function aWindow(when: string, capacity: Capacity, overrides: Partial<Window> = {}): Window {
  const [days = '', times = ''] = when.split(' ');
  const [from = '', to = ''] = times.split('-');
  return {
    name: when,
    recurrence: {
      kind: 'days',
      days: dateMatcherOf(days.split(',')),
      from: Temporal.PlainTime.from(from),
      to: Temporal.PlainTime.from(to),
    },
    capacity,
    priority: 0,
    ...overrides,
  };
}

export function dateMatcherOf(texts: readonly string[]): DateMatcher {
  const matcher = dateMatcher(texts);
  if (matcher === undefined) throw new Error(`${texts} name no dates`);
  return matcher;
}

export function aSchedule(overrides: Partial<Schedule> = {}): Schedule {
  return {
    id: 'office-hours',
    timeZone: 'Etc/UTC',
    windows: [],
    outside: aCapacity(0),
    exceptions: [],
    validFrom: undefined,
    validUntil: undefined,
    ...overrides,
  };
}

/** A schedule laid out around `NOON`, or around another instant. */
export function aTimeline(schedule: Schedule, around: Temporal.Instant = NOON): Timeline {
  return timelineOf(schedule, around.subtract({ hours: 48 }), around.add({ hours: 24 * 9 }));
}

export const NO_BUDGET: Policy['budget'] = {
  start: undefined,
  deallocate: undefined,
  startPerHour: undefined,
  deallocatePerHour: undefined,
  startPerDay: undefined,
  deallocatePerDay: undefined,
  remove: undefined,
  removePerHour: undefined,
  removePerDay: undefined,
};

export function aPolicy(overrides: Partial<Policy> = {}): Policy {
  return {
    id: 'render',
    pools: ['render'],
    mode: 'enforce',
    schedules: [],
    dependsOn: [],
    idle: { timeout: minutes(20), keep: 0 },
    demand: undefined,
    lead: { initial: minutes(6), learn: false, quantile: 0.95, margin: minutes(0) },
    budget: NO_BUDGET,
    drain: undefined,
    protect: { nodes: [], spot: true, youngerThan: undefined, states: [] },
    canary: { share: anAmount('100%'), confirmed: undefined },
    haltOnTaskFailures: undefined,
    deallocateOrder: { by: ['longest-idle'], nodes: [] },
    deallocated: undefined,
    manual: 'respect',
    startFailure: { backOff: minutes(5), ladder: ['other-node', 'reboot', 'tell'] },
    jitter: minutes(0),
    coolDown: minutes(0),
    price: undefined,
    gate: undefined,
    forecast: undefined,
    ...overrides,
  };
}

/** A node as a test says it: its moments as instants. */
export interface NodeTraits extends Omit<Partial<NodeSnapshot>, 'stateSince' | 'bootedAt'> {
  readonly stateSince?: Temporal.Instant | undefined;
  readonly bootedAt?: Temporal.Instant | undefined;
}

export function aNode(traits: NodeTraits = {}): NodeSnapshot {
  const { stateSince, bootedAt, ...rest } = {
    stateSince: minutesBefore(NOON, 5),
    bootedAt: minutesBefore(NOON, 600),
    ...traits,
  };
  return {
    id: 'node-1',
    state: 'idle',
    stateSince: stateSince?.epochMilliseconds,
    dedicated: true,
    schedulingEnabled: true,
    runningTasks: 0,
    bootedAt: bootedAt?.epochMilliseconds,
    ...rest,
  };
}

/** An idle node that has been idle for some minutes at `NOON`. */
export function anIdleNode(id: string, idleMinutes: number): NodeSnapshot {
  return aNode({ id, state: 'idle', stateSince: minutesBefore(NOON, idleMinutes) });
}

export function aDeallocatedNode(id: string, offMinutes = 60): NodeSnapshot {
  return aNode({ id, state: 'deallocated', stateSince: minutesBefore(NOON, offMinutes), runningTasks: undefined });
}

export function aPoolFacts(overrides: Partial<PoolFacts> = {}): PoolFacts {
  return {
    account: 'demo',
    poolId: 'render',
    state: 'active',
    allocationState: 'steady',
    autoScale: false,
    virtualMachineConfiguration: true,
    taskSlotsPerNode: 1,
    machine: undefined,
    metadata: new Map(),
    ...overrides,
  };
}

export function aPool({
  nodes = [],
  facts = {},
}: {
  readonly nodes?: readonly NodeSnapshot[];
  readonly facts?: Partial<PoolFacts>;
} = {}): PoolSnapshot {
  return { facts: aPoolFacts(facts), nodes };
}

/** An extension that is well. */
export function anExtension(overrides: Partial<FoundExtension> = {}): FoundExtension {
  return {
    name: 'monitor',
    otherName: undefined,
    publisher: 'Microsoft.Azure.Monitor',
    type: 'AzureMonitorLinuxAgent',
    version: '1.0',
    autoUpgradeMinorVersion: true,
    state: 'succeeded',
    message: '',
    ofBatch: false,
    applicationHealth: undefined,
    ...overrides,
  };
}

/** A job with as many waiting and running tasks as are said, of one slot each. */
export function aJobWork(overrides: Partial<JobWork> = {}): JobWork {
  return {
    jobId: 'job-1',
    poolId: 'render',
    priority: 0,
    maxParallelTasks: undefined,
    usesTaskDependencies: false,
    active: NO_LOAD,
    running: NO_LOAD,
    runnable: undefined,
    completed: undefined,
    ...overrides,
  };
}

/** A day of a pool on which a policy acted. */
export function aDayOfFigures(overrides: Partial<DayFigures> = {}): DayFigures {
  return {
    account: 'demo',
    poolId: 'render',
    day: 20_000,
    recordedMinutes: 1440,
    alwaysOnHours: 240,
    paidHours: 60,
    busyHours: 50,
    idle10Hours: 72,
    observedHours: undefined,
    enforced: true,
    policy: 'render',
    schedules: [],
    owner: undefined,
    price: { nodeHour: 0.5, deallocatedNodeHour: 0.1, currency: 'EUR' },
    families: [{ name: 'a', hours: 30 }],
    jobs: [],
    ...overrides,
  };
}

/** Some tasks, of one slot each where nothing else is said. */
export function aLoad(tasks: number, slots = tasks): TaskLoad {
  return { tasks, slots };
}

/** What a plan is made from beside the pool, its policy and schedules: nothing that was said, asked for or seen before. */
export const NOTHING_ELSE = {
  memory: NO_MEMORY,
  override: undefined,
  announcements: [],
  work: undefined,
  forecast: undefined,
  maintenance: undefined,
  shared: [],
  sequence: { preceding: [], following: [] },
  siblings: [],
} as const satisfies Partial<PlanInput>;
