import { Temporal } from 'temporal-polyfill';
import type { PendingSlots } from '../demand/pending-slots.ts';
import { type WorkNodes, workNodesOf } from '../demand/work-nodes.ts';
import type { ForecastInput } from '../forecast/forecast-input.ts';
import type { GateReading } from '../health/gate.ts';
import { type GatesPassed, passGates } from '../health/pass-gate.ts';
import type { SharedLimit } from '../limits/shared-limit.ts';
import type { LateEdge, ManualAct, PoolMemory } from '../memory/memory.ts';
import { type Completion, settleOperations } from '../memory/pending-operation.ts';
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
import { noteNodes } from './note-nodes.ts';
import { leaveAlone, type Plan, planPool } from './plan-pool.ts';
import { LONGEST_LOOK, type ReadinessScore, scoreReadiness } from './score-readiness.ts';

/** What is known of a pool when it is decided. */
export interface PoolLook {
  readonly facts: PoolFacts;
  readonly nodes: readonly NodeSnapshot[];
  readonly memory: PoolMemory;
  /** Task slots that wait and run; `undefined` where nobody asked. */
  readonly pending: PendingSlots | undefined;
  /** What a forecast goes by; `undefined` where the demand was not seen. */
  readonly forecast: ForecastInput | undefined;
  /** What the extensions of nodes that were started say of them. */
  readonly gates: ReadonlyMap<string, GateReading>;
  /** What pools share of an account and of the app. */
  readonly shared: readonly SharedLimit[];
  /** The pools that go on before this one, and those that go off before it. */
  readonly sequence: Sequence;
  /** What other pools lack because their starts fail, and ask of this one. */
  readonly siblings: readonly SiblingNeed[];
  /** What holds for the pool. */
  readonly effective: EffectivePolicy;
  readonly now: Temporal.Instant;
  /** What laying out schedules may cost all of an evaluation, which decides twice before it acts; one of its own without it. */
  readonly budget?: StepBudget | undefined;
}

/** What was decided for a pool. */
export interface PoolDecision {
  readonly effective: EffectivePolicy;
  readonly plan: Plan;
  readonly nextLook: Temporal.Instant | undefined;
  /** What is to be remembered, before anything is done. */
  readonly memory: PoolMemory;
  /** Starts and stops of somebody else, seen for the first time. */
  readonly noticed: readonly ManualAct[];
  /** What came of earlier acts. */
  readonly completions: readonly Completion[];
  readonly gates: Pick<GatesPassed, 'results' | 'circuit'>;
  /** Have starts failed so often in a row that somebody should look, or is that over? */
  readonly startCircuit: 'opened' | 'closed' | undefined;
  readonly scores: readonly ReadinessScore[];
  /** What the plan was made from; `undefined` where no policy holds. */
  readonly input: PlanInput | undefined;
}

/** Of a pool that no policy holds for. */
const DEFAULT_BACK_OFF = Temporal.Duration.from({ minutes: 5 });

const NO_GATES = { results: [], circuit: undefined };

/** Decides for a pool by what holds for it; a pool in doubt is left alone, and so is every node of it. */
export function decidePool(look: PoolLook): PoolDecision {
  const { facts, nodes: listed, pending, forecast, gates, effective, now } = look;
  const { pendingOperations, completions } = settleOperations(look.memory.pendingOperations, listed, now);
  const memory = { ...look.memory, pendingOperations };
  const nodes = withDraining(listed, memory.draining);
  if (effective.kind !== 'policy') {
    return leaveWithoutPolicy(effective, { memory, nodes, completions, now });
  }
  const timelines = layOut(effective, {
    facts,
    memory,
    now,
    poolSize: nodes.length,
    budget: look.budget ?? evaluationBudget(),
  });
  if (timelines instanceof LayoutRefused) {
    return setAside(effective, timelines, { memory, nodes, completions, now });
  }
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
  readonly memory: PoolMemory;
  readonly nodes: readonly NodeSnapshot[];
  readonly completions: readonly Completion[];
  readonly now: Temporal.Instant;
}

/** Later the same document may ask for less: an event that repeats too often can be over. */
const TRIED_AGAIN = { hours: 1 };

/** One document that asks for too much sets its own pools aside, and nobody else's. */
function setAside({ documents }: FoundPolicy, { message }: LayoutRefused, settling: Settling): PoolDecision {
  const left = leaveWithoutPolicy({ kind: 'doubt', reason: message, documents }, settling);
  const again = settling.now.add(TRIED_AGAIN);
  return { ...left, nextLook: earliestOf([again, ...(left.nextLook === undefined ? [] : [left.nextLook])]) };
}

function leaveWithoutPolicy(
  effective: Exclude<EffectivePolicy, FoundPolicy>,
  { memory, nodes, completions, now }: Settling,
): PoolDecision {
  // Nobody asks who does what in a pool that has no policy.
  const { memory: noted } = noteNodes({ ...memory, lookedAt: undefined }, nodes, {
    now,
    respectUntil: now,
    gated: false,
    completions,
    haltOnTaskFailures: undefined,
    startBackOff: DEFAULT_BACK_OFF,
    resetAt: undefined,
  });
  return {
    effective,
    plan: leaveAlone(nodes, { rule: 'pool', reason: effective.reason }, now),
    nextLook: earliestOf(operationMoments(noted, nodes)),
    memory: noted,
    noticed: [],
    completions,
    gates: NO_GATES,
    startCircuit: undefined,
    scores: [],
    input: undefined,
  };
}

/** So many looks in a row that find failed starts, and none that succeeded, are more than bad luck. */
const MANY_FAILURES = 3;

function startCircuitChange(before: PoolMemory, after: PoolMemory): 'opened' | 'closed' | undefined {
  const isOpen = ({ startBackOff }: PoolMemory) => (startBackOff?.failures ?? 0) >= MANY_FAILURES;
  if (isOpen(before) === isOpen(after)) return undefined;
  return isOpen(after) ? 'opened' : 'closed';
}

/** Does a decision ask for acts that are to be made, not only observed? */
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

function workOf(
  { policy }: FoundPolicy,
  { taskSlotsPerNode: slotsPerNode }: PoolFacts,
  pending: PendingSlots | undefined,
): WorkNodes | undefined {
  if (policy.demand?.startOnPending !== true || pending === undefined) return undefined;
  return workNodesOf(pending, { slotsPerNode, headroom: policy.demand.headroom });
}

/** Of a pool that is left alone nothing is promised, and nothing scored. */
function scoreOf(
  input: PlanInput,
  { plan, lookedAt }: { readonly plan: Plan; readonly lookedAt: Temporal.Instant | undefined },
): { readonly scores: readonly ReadinessScore[]; readonly late: LateEdge | undefined } {
  if (plan.view === undefined || input.policy.mode !== 'enforce') return { scores: [], late: undefined };
  const { fleet } = plan.view;
  return scoreReadiness({ ...input, memory: { ...input.memory, lookedAt }, fleet });
}
