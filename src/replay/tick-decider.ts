import { Temporal } from 'temporal-polyfill';
import { NO_SLOTS, type PendingSlots } from '../core/demand/pending-slots.ts';
import { demandAfter, splitDemand } from '../core/demand/pool-demand.ts';
import { slotDemand } from '../core/demand/slot-demand.ts';
import { type ForecastInput, latencyOf } from '../core/forecast/forecast-input.ts';
import { type ForecastModel, newModel } from '../core/forecast/forecast-model.ts';
import { SHIPPED_PRIOR } from '../core/forecast/forecast-prior.ts';
import { lookAhead, STOP_MINUTES } from '../core/forecast/look-ahead.ts';
import { knownSpread, NO_SPREAD } from '../core/forecast/start-spread.ts';
import { NO_MEMORY, type PoolMemory } from '../core/memory/memory.ts';
import { decidePool } from '../core/plan/decide-pool.ts';
import type { EffectivePolicy } from '../core/plan/effective-policy.ts';
import { NO_SEQUENCE } from '../core/plan/input/sequence.ts';
import { rememberActs } from '../core/plan/remember-acts.ts';
import { withScheduledWork } from '../core/plan/with-scheduled-work.ts';
import type { Policy } from '../core/policy/policy.ts';
import { isReadyState, type NodeState } from '../core/pool/node-state.ts';
import type { NodeSnapshot, PoolFacts } from '../core/pool/snapshot.ts';
import type { Schedule } from '../core/schedule/schedule.ts';
import { minuteOf } from '../core/time/epoch.ts';
import type { ShownWork } from './known-work.ts';

/** A pool at a tick, as the caller describes it. Submitted and ended tasks are counted since the previous tick. */
export interface DeciderTick {
  readonly epochMilliseconds: number;
  readonly nodes: readonly DeciderNode[];
  readonly pendingTasks: number;
  readonly runningTasks: number;
  readonly submittedTasks: number;
  readonly endedTasks: number;
  /** What the service shows of jobs and job schedules; without it, no work is known before it is submitted. */
  readonly work?: ShownWork | undefined;
}

/** A node at a tick. */
export interface DeciderNode {
  readonly state: NodeState;
  /** When the state began, in milliseconds since the epoch. */
  readonly sinceMilliseconds: number;
  readonly runningTasks: number;
}

/** The nodes to start and to deallocate at a tick, by their places in the list. */
export interface DeciderActs {
  readonly start: readonly number[];
  readonly deallocate: readonly number[];
}

/** The pool, and the policy and schedules that decide for it. */
export interface DeciderSetup {
  readonly policy: Policy;
  readonly schedules: readonly Schedule[];
  readonly nodes: number;
  readonly slotsPerNode: number;
  /** The times of the pool that are expected before any is observed. */
  readonly expected?: ExpectedTimes;
}

/** Times in minutes; `undefined` where nothing is known. */
export interface ExpectedTimes {
  /** From a start request until the node is ready, on average. */
  readonly startMinutes: number | undefined;
  readonly stopMinutes: number | undefined;
  readonly tickMinutes: number | undefined;
}

/** Decisions do not use older minutes of demand. */
const KEPT_MINUTES = 60;

/**
 * Decides for one pool, tick by tick, with the decision code of the timer, without the service and the tables around it. The
 * memory of the pool stays in this process. The policy has passed its canary and acts, whatever its mode.
 */
export class TickDecider {
  readonly #effective: EffectivePolicy;
  readonly #facts: PoolFacts;
  readonly #policyId: string;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #ids: readonly string[];
  readonly #looks: (NodeLook | undefined)[] = [];
  readonly #setup: DeciderSetup;
  readonly #model: ForecastModel;
  #memory: PoolMemory;
  /** The input of the last decision, and how long it holds if nothing changes. */
  #decided: Decided | undefined;

  constructor(setup: DeciderSetup) {
    const { policy, schedules, nodes, slotsPerNode } = setup;
    this.#setup = setup;
    this.#model = newModel(nodes, SHIPPED_PRIOR);
    const width = String(Math.max(0, nodes - 1)).length;
    this.#ids = Array.from({ length: nodes }, (_, index) => `node-${String(index).padStart(width, '0')}`);
    this.#indexOf = new Map(this.#ids.map((id, index) => [id, index]));
    this.#effective = effectiveFor(policy, schedules);
    this.#facts = factsOf(slotsPerNode);
    this.#policyId = policy.id;
    this.#memory = { ...NO_MEMORY, canary: { policyId: policy.id, proven: true, nodes: [] } };
  }

  /** Decides a tick. The acts count as accepted. */
  decide(tick: DeciderTick): DeciderActs {
    const nodes = this.#look(tick.nodes);
    if (this.#isAtRest(nodes, tick)) return NO_ACTS;
    const now = Temporal.Instant.fromEpochMilliseconds(tick.epochMilliseconds);
    const effective = this.#expect(tick, now);
    const decision = decidePool({
      facts: this.#facts,
      nodes,
      memory: this.#memory,
      pending: pendingOf(tick),
      forecast: this.#forecast(tick),
      shared: [],
      sequence: NO_SEQUENCE,
      siblings: [],
      gates: new Map(),
      effective,
      now,
    });
    const { acts } = decision.plan;
    const until = decision.nextLook?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
    this.#decided = { nodes, pendingTasks: tick.pendingTasks, runningTasks: tick.runningTasks, until };
    this.#memory = rememberActs(
      decision.memory,
      acts.map(({ nodeId, action, tasks }) => ({ node: nodeId, action, outcome: 'accepted', tasks })),
      { at: now, correlation: 'replay', policyId: this.#policyId },
    );
    const placesOf = (wanted: string) =>
      acts.flatMap(({ nodeId, action }) => (action === wanted ? (this.#indexOf.get(nodeId) ?? []) : []));
    return { start: placesOf('start'), deallocate: placesOf('deallocate') };
  }

  /** Like the timer, skips an unchanged pool until time alone changes its plan, unless it has a forecast or known work. */
  #isAtRest(
    nodes: readonly NodeSnapshot[],
    { epochMilliseconds, pendingTasks, runningTasks, work }: DeciderTick,
  ): boolean {
    const decided = this.#decided;
    if (decided === undefined || work !== undefined || this.#setup.policy.forecast !== undefined) return false;
    if (decided.pendingTasks !== pendingTasks || decided.runningTasks !== runningTasks) return false;
    return epochMilliseconds < decided.until && nodes.every((node, index) => node === decided.nodes[index]);
  }

  /** The effective policy with the work that is known to come. The demand of the tick is added to the memory. */
  #expect(tick: DeciderTick, now: Temporal.Instant): EffectivePolicy {
    const { work, epochMilliseconds, nodes } = tick;
    if (work === undefined) return this.#effective;
    const paid = nodes.filter(({ state }) => state !== 'deallocated').length;
    const busy = nodes.filter(({ runningTasks }) => runningTasks > 0).length;
    const look = { epochMilliseconds, needed: this.#neededAt(tick), paid, busy, work: work.jobs };
    const after = demandAfter(this.#memory.demand, look);
    const oldest = minuteOf(tick) - KEPT_MINUTES;
    const demand = after && splitDemand(after, oldest).demand;
    this.#memory = { ...this.#memory, demand };
    return withScheduledWork(this.#effective, { facts: this.#facts, ...work, demand, now });
  }

  #neededAt({ pendingTasks, runningTasks }: DeciderTick): number {
    const { nodes, slotsPerNode } = this.#setup;
    return Math.min(nodes, Math.ceil((pendingTasks + runningTasks) / slotsPerNode));
  }

  /** The input of the forecast; `undefined` if the policy has none. */
  #forecast(tick: DeciderTick): ForecastInput | undefined {
    const { policy, nodes, slotsPerNode, expected } = this.#setup;
    if (policy.forecast === undefined) return undefined;
    const { startSeconds, startSpread } = this.#memory;
    const supposedMinutes = expected?.startMinutes ?? policy.lead.initial.total('minutes');
    const { pendingTasks: waitingTasks } = tick;
    const look = {
      ...tick,
      waitingTasks,
      needed: this.#neededAt(tick),
      slotsPerNode,
      nodes,
      readyNodes: tick.nodes.filter(({ state }) => isReadyState(state)).length,
      paidNodes: tick.nodes.filter(({ state }) => state !== 'deallocated').length,
      latency: latencyOf({ startSeconds, spread: knownSpread(startSpread ?? NO_SPREAD), supposedMinutes }),
      stopMinutes: expected?.stopMinutes ?? STOP_MINUTES,
      tickMinutes: expected?.tickMinutes ?? 1,
    };
    return lookAhead(this.#model, look, policy.forecast.goal);
  }

  /** A node that has not changed keeps its snapshot. */
  #look(nodes: readonly DeciderNode[]): readonly NodeSnapshot[] {
    return nodes.map((node, index) => {
      const before = this.#looks[index];
      if (before !== undefined && isUnchanged(before.node, node)) return before.snapshot;
      const since = Math.round(node.sinceMilliseconds);
      const snapshot: NodeSnapshot = {
        id: this.#ids[index] ?? '',
        state: node.state,
        stateSince: since,
        dedicated: true,
        schedulingEnabled: true,
        runningTasks: node.runningTasks,
        bootedAt: since,
      };
      this.#looks[index] = { node, snapshot };
      return snapshot;
    });
  }
}

interface Decided extends Pick<DeciderTick, 'pendingTasks' | 'runningTasks'> {
  readonly nodes: readonly NodeSnapshot[];
  /** In milliseconds since the epoch. */
  readonly until: number;
}

const NO_ACTS: DeciderActs = { start: [], deallocate: [] };

/** A node as the caller described it, and its snapshot. */
interface NodeLook {
  readonly node: DeciderNode;
  readonly snapshot: NodeSnapshot;
}

function isUnchanged(before: DeciderNode, { state, sinceMilliseconds, runningTasks }: DeciderNode): boolean {
  return (
    before.state === state &&
    before.runningTasks === runningTasks &&
    Math.round(before.sinceMilliseconds) === Math.round(sinceMilliseconds)
  );
}

/** The tasks that can run, each for one slot. */
function pendingOf({ pendingTasks, runningTasks }: DeciderTick): PendingSlots {
  const demand = slotDemand(
    [{ tasks: pendingTasks, slots: pendingTasks }],
    [{ tasks: runningTasks, slots: runningTasks }],
  );
  return { ...NO_SLOTS, certain: demand, possible: demand };
}

function effectiveFor(policy: Policy, schedules: readonly Schedule[]): EffectivePolicy {
  return {
    kind: 'policy',
    policy: { ...policy, mode: 'enforce', forecast: policy.forecast && { ...policy.forecast, mode: 'enforce' } },
    name: policy.id,
    because: 'it is tried',
    schedules,
    override: undefined,
    announcements: [],
    circuitReset: undefined,
    documents: [],
    notes: [],
  };
}

function factsOf(slotsPerNode: number): PoolFacts {
  return {
    account: 'replay',
    poolId: 'replay',
    state: 'active',
    allocationState: 'steady',
    autoScale: false,
    virtualMachineConfiguration: true,
    taskSlotsPerNode: slotsPerNode,
    metadata: new Map(),
    machine: undefined,
  };
}
