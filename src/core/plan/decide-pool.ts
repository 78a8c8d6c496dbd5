import { Temporal } from 'temporal-polyfill';
import { NO_SLOTS, type PendingSlots } from '../demand/pending-slots.ts';
import { type WorkNodes, workNodesOf } from '../demand/work-nodes.ts';
import type { ForecastInput } from '../forecast/forecast-input.ts';
import type { GateReading } from '../health/gate.ts';
import { type GatesPassed, passGates } from '../health/pass-gate.ts';
import type { SharedLimit } from '../limits/shared-limit.ts';
import type { LateEdge, PoolMemory } from '../memory/memory.ts';
import { type Completion, settleOperations } from '../memory/pending-operation.ts';
import type { Policy } from '../policy/policy.ts';
import { withDraining } from '../pool/draining.ts';
import { shiftOf } from '../pool/jitter.ts';
import type { NodeSnapshot, PoolFacts } from '../pool/snapshot.ts';
import { EDGES_IN_SIGHT } from '../schedule/edges-in-sight.ts';
import { keptTimeline } from '../schedule/kept-timeline.ts';
import { LayoutRefused } from '../schedule/layout-refused.ts';
import { evaluationBudget, type Timeline, timelinesOf } from '../schedule/timeline.ts';
import type { StepBudget } from '../step-budget.ts';
import { later, millisecondsIn } from '../time/epoch.ts';
import { earliestOf } from '../time/instants.ts';
import type { EffectivePolicy } from './effective-policy.ts';
import { leadFor } from './input/lead-for.ts';
import { maintenanceAt } from './input/maintenance.ts';
import type { PlanInput } from './input/plan-input.ts';
import type { Sequence } from './input/sequence.ts';
import type { SiblingNeed } from './input/sibling.ts';
import { manualUntil } from './manual-until.ts';
import { nextLook, operationMoments } from './next-look.ts';
import { type NoticedAct, noteNodes } from './note-nodes.ts';
import { leaveAlone, type Plan, planPool } from './plan-pool.ts';
import { LONGEST_LOOK, type ReadinessScore, scoreReadiness } from './score-readiness.ts';

/** The input of a decision. */
export interface PoolLook {
  readonly facts: PoolFacts;
  readonly nodes: readonly NodeSnapshot[];
  readonly memory: PoolMemory;
  /** Waiting and running task slots; `undefined` if they were not counted: a policy that asks for work lets no idle node go. */
  readonly pending: PendingSlots | undefined;
  /** The input of the forecast; `undefined` if the demand was not observed. */
  readonly forecast: ForecastInput | undefined;
  /** What the extensions of started nodes report. */
  readonly gates: ReadonlyMap<string, GateReading>;
  /** Limits that pools of an account, or of the app, share. */
  readonly shared: readonly SharedLimit[];
  /** The pools that must be ready before this one starts, and those that must be off before it goes off. */
  readonly sequence: Sequence;
  /** Nodes that other pools request from this one because their own starts fail. */
  readonly siblings: readonly SiblingNeed[];
  /** The policy and directives that apply to the pool. */
  readonly effective: EffectivePolicy;
  readonly now: Temporal.Instant;
  /**
   * The step budget for the schedules of an evaluation, which decides twice before it acts. By default, the decision has a
   * budget of its own.
   */
  readonly budget?: StepBudget | undefined;
  /** Why the pool is left alone for now, whatever its documents say. */
  readonly setAside?: string | undefined;
}

/** The decision for a pool. */
export interface PoolDecision {
  readonly effective: EffectivePolicy;
  readonly plan: Plan;
  readonly nextLook: Temporal.Instant | undefined;
  /** The memory to save, without the acts of this decision. */
  readonly memory: PoolMemory;
  /** Starts and deallocations by somebody else that were noticed now. */
  readonly noticed: readonly NoticedAct[];
  /** The results of earlier acts. */
  readonly completions: readonly Completion[];
  readonly gates: Pick<GatesPassed, 'results' | 'circuit'>;
  /** Did the circuit of failed starts open or close? It opens after several failures in a row. */
  readonly startCircuit: 'opened' | 'closed' | undefined;
  readonly scores: readonly ReadinessScore[];
  /** The input of the plan; `undefined` if no policy applies. */
  readonly input: PlanInput | undefined;
}

/** For a pool whose policy is not known. */
const DEFAULT_BACK_OFF = Temporal.Duration.from({ minutes: 5 });

const NO_GATES = { results: [], circuit: undefined };

/** Decides for a pool under its policy. If it is in doubt which policy applies, all nodes are left alone. */
export function decidePool(look: PoolLook): PoolDecision {
  const { facts, nodes: listed, pending, forecast, gates, effective, now } = look;
  const { pendingOperations, completions } = settleOperations(look.memory.pendingOperations, listed, now);
  const memory = { ...look.memory, pendingOperations };
  const nodes = withDraining(listed, memory.draining);
  if (effective.kind !== 'policy') {
    return leaveWithoutPolicy(effective, { policy: effective.byHand?.policy, memory, nodes, completions, now });
  }
  const settling = { policy: effective.policy, memory, nodes, completions, now };
  if (look.setAside !== undefined) return setAside(effective, look.setAside, settling);
  const timelines = layOut(effective, {
    facts,
    memory,
    now,
    poolSize: nodes.length,
    budget: look.budget ?? evaluationBudget(),
  });
  if (timelines instanceof LayoutRefused) return setAside(effective, timelines.message, settling);
  const { policy, override, announcements } = effective;
  const respectUntil = manualUntil(timelines, now);
  const { memory: seen, noticed } = noteNodes(memory, nodes, {
    now,
    respectUntil,
    gated: policy.gate !== undefined,
    completions,
    haltOnTaskFailures: policy.haltOnTaskFailures,
    startBackOff: policy.startFailure.backOff,
    resetAt: effective.circuitReset?.at,
  });
  const passed = passGates(seen, { gate: policy.gate, readings: gates, resetAt: effective.circuitReset?.at, now });
  const noted = passed.memory;
  const work = workOf(effective, facts, pending);
  const input: PlanInput = {
    pool: { facts, nodes },
    policy,
    timelines,
    override,
    announcements,
    memory: noted,
    maintenance: maintenanceAt(timelines, now),
    work,
    forecast,
    shared: look.shared,
    sequence: look.sequence,
    siblings: look.siblings,
    now,
  };
  const plan = planPool(input);
  const { scores, late } = scoreOf(input, { plan, lookedAt: memory.lookedAt });
  return {
    effective,
    plan,
    nextLook: nextLook(input, plan),
    memory: { ...noted, late },
    noticed,
    completions,
    gates: passed,
    startCircuit: startCircuitChange(look.memory, noted),
    scores,
    input,
  };
}

interface Settling {
  /** The policy that would apply, if it is known. */
  readonly policy: Policy | undefined;
  readonly memory: PoolMemory;
  readonly nodes: readonly NodeSnapshot[];
  readonly completions: readonly Completion[];
  readonly now: Temporal.Instant;
}

/**
 * The same document may need fewer steps later, for example after a frequently repeated event has ended, and what has crashed a
 * process by chance is tried again after a while. Nothing else would request an evaluation then.
 */
const TRIED_AGAIN = { hours: 1 };

/** A document that exceeds its budget affects only the pools that use it. */
function setAside({ documents }: FoundPolicy, reason: string, settling: Settling): PoolDecision {
  const left = leaveWithoutPolicy({ kind: 'doubt', reason, documents }, settling);
  const again = settling.now.add(TRIED_AGAIN);
  return { ...left, nextLook: earliestOf([again, ...(left.nextLook === undefined ? [] : [left.nextLook])]) };
}

function leaveWithoutPolicy(
  effective: Exclude<EffectivePolicy, FoundPolicy>,
  { policy, memory, nodes, completions, now }: Settling,
): PoolDecision {
  // Without a policy, acts by somebody else do not matter. What happens to nodes that were started before does: the doubt may
  // pass while they wait at their gate, or while starts are halted.
  const { memory: noted } = noteNodes({ ...memory, lookedAt: undefined }, nodes, {
    now,
    respectUntil: now,
    gated: policy?.gate !== undefined,
    completions,
    haltOnTaskFailures: policy?.haltOnTaskFailures,
    startBackOff: policy?.startFailure.backOff ?? DEFAULT_BACK_OFF,
    resetAt: undefined,
  });
  return {
    effective,
    plan: leaveAlone(nodes, { rule: 'pool', reason: effective.reason }, now),
    nextLook: earliestOf(operationMoments(noted, nodes)),
    memory: policy === undefined ? { ...noted, taskFailureHalt: memory.taskFailureHalt } : noted,
    noticed: [],
    completions,
    gates: NO_GATES,
    startCircuit: undefined,
    scores: [],
    input: undefined,
  };
}

/** This many looks in a row with failed starts and without a successful one are more than bad luck. */
const MANY_FAILURES = 3;

function startCircuitChange(before: PoolMemory, after: PoolMemory): 'opened' | 'closed' | undefined {
  const isOpen = ({ startBackOff }: PoolMemory) => (startBackOff?.failures ?? 0) >= MANY_FAILURES;
  if (isOpen(before) === isOpen(after)) return undefined;
  return isOpen(after) ? 'opened' : 'closed';
}

/** Does the decision have acts to make, not only to observe? */
export function isToAct({ effective, plan }: PoolDecision): boolean {
  return effective.kind === 'policy' && effective.policy.mode === 'enforce' && plan.acts.length > 0;
}

type FoundPolicy = EffectivePolicy & { readonly kind: 'policy' };

function layOut(
  { policy, schedules }: FoundPolicy,
  {
    facts,
    memory,
    now,
    poolSize,
    budget,
  }: Pick<PoolLook, 'facts' | 'memory' | 'now'> & { readonly poolSize: number; readonly budget: StepBudget },
): readonly Timeline[] | LayoutRefused {
  if (schedules.length === 0) return [];
  const shift = shiftOf(facts, policy.jitter);
  const longest = Math.max(shift, millisecondsIn(LONGEST_LOOK));
  // Beyond the longest lead time.
  const ahead = leadFor({ policy, memory }, poolSize, poolSize) + shift + millisecondsIn(EDGES_IN_SIGHT);
  try {
    return timelinesOf(schedules, { from: later(now, -longest), until: later(now, ahead), budget }, keptTimeline);
  } catch (error) {
    if (error instanceof LayoutRefused) return error;
    throw error;
  }
}

/** A policy that asks for work since the jobs were counted must not take its pool for one without work. */
const NOT_COUNTED: PendingSlots = { ...NO_SLOTS, unknown: ['the jobs of the pool were not counted'] };

function workOf(
  { policy }: FoundPolicy,
  { taskSlotsPerNode: slotsPerNode }: PoolFacts,
  pending: PendingSlots | undefined,
): WorkNodes | undefined {
  if (policy.demand?.startOnPending !== true) return undefined;
  return workNodesOf(pending ?? NOT_COUNTED, { slotsPerNode, headroom: policy.demand.headroom });
}

/** Nothing is promised, and so nothing scored, for a pool that is left alone. */
function scoreOf(
  input: PlanInput,
  { plan, lookedAt }: { readonly plan: Plan; readonly lookedAt: Temporal.Instant | undefined },
): { readonly scores: readonly ReadinessScore[]; readonly late: LateEdge | undefined } {
  if (plan.view === undefined || input.policy.mode !== 'enforce') return { scores: [], late: undefined };
  const { fleet } = plan.view;
  return scoreReadiness({ ...input, memory: { ...input.memory, lookedAt }, fleet });
}
