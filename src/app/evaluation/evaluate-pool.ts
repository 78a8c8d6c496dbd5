import { Temporal } from 'temporal-polyfill';
import { evaluationEvents } from '../../core/audit/evaluation-events.ts';
import { NO_MEMORY, type PoolMemory } from '../../core/memory/memory.ts';
import { memoryOfPool } from '../../core/memory/memory-of-pool.ts';
import { isToAct, type PoolDecision, type PoolLook } from '../../core/plan/decide-pool.ts';
import { type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { NO_SEQUENCE } from '../../core/plan/input/sequence.ts';
import { type PlannedAct, type PlanSummary, summarizePlan } from '../../core/plan/plan-summary.ts';
import { rememberActs } from '../../core/plan/remember-acts.ts';
import { withScheduledWork } from '../../core/plan/with-scheduled-work.ts';
import type { NodeSnapshot, PoolFacts } from '../../core/pool/snapshot.ts';
import { evaluationBudget } from '../../core/schedule/timeline.ts';
import { isOfClockAhead } from '../../core/time/clock-skew.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader, HasNodeActs } from '../../ports/batch.ts';
import type { HasClock, HasPause, HasWallClock } from '../../ports/clock.ts';
import type { HasDemandRecords } from '../../ports/demand-records.ts';
import { FenceLost } from '../../ports/errors.ts';
import type { EvaluationRequest } from '../../ports/evaluation-queue.ts';
import type { HasExtensions } from '../../ports/extensions.ts';
import type { Acting, Actor, FencedPoolState, HasPoolStates, PoolState } from '../../ports/pool-states.ts';
import type { HasThrottle } from '../../ports/throttle.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { readDocuments } from '../documents/read-documents.ts';
import type { HasForecastModels } from '../forecast/forecast-models.ts';
import { forecastPool } from '../forecast/forecast-pool.ts';
import type { Application } from './application.ts';
import { applyPlan } from './apply-plan.ts';
import { attemptDecision } from './attempt-decision.ts';
import { whyThrottled } from './await-throttle.ts';
import { checkGates } from './check-gates.ts';
import type { HasCountsInTurn } from './count-in-turn.ts';
import type { HasDocumentsAt } from './documents-at.ts';
import { isHeld, underFence } from './fence.ts';
import type { HasJobsAt } from './jobs-at.ts';
import type { HasLooksInTurn } from './large-pools.ts';
import { type Recovered, recoverPool, rememberedActs } from './recover-pool.ts';
import { sequenceOf } from './sequence-of.ts';
import { chargeActs, readSharedLimits, type SharedLimitPorts } from './shared-limits.ts';
import { siblingsOf } from './siblings-of.ts';
import { workInPool } from './work-in-pool.ts';

/** The actor of evaluations. */
const ACTOR = 'timer:evaluate-pools';

/** The result of an evaluation. */
export type EvaluationReport =
  | {
      readonly kind: 'evaluated';
      readonly plan: PlanSummary;
      readonly closed: number;
      /** Nodes by state, as read. */
      readonly nodes: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'skipped';
      readonly reason: string;
      /** The evaluation that is acting on the pool, or has died. */
      readonly holder?: Acting;
    };

/** The ports that evaluatePool uses. */
export type EvaluatePoolPorts = DocumentSources &
  HasAuditReader &
  HasAuditWriter &
  HasBatchReader &
  HasCountsInTurn &
  HasDemandRecords &
  HasDocumentsAt &
  HasExtensions &
  HasForecastModels &
  HasJobsAt &
  HasLooksInTurn &
  HasNodeActs &
  HasPoolStates &
  HasPause &
  HasThrottle &
  HasWallClock &
  SharedLimitPorts;

/**
 * Evaluates one pool: look, decide, act, record. It is safe to run twice, late, or concurrently: the fence lets only one of two
 * concurrent evaluations act, and one whose tick was already evaluated does nothing. If an earlier evaluation has died, its
 * acts are found out first.
 */
export async function evaluatePool(ports: EvaluatePoolPorts, request: EvaluationRequest): Promise<EvaluationReport> {
  const [fenced, throttled] = await Promise.all([
    ports.poolStates.get(request.facts),
    whyThrottled(ports, request.facts.account),
  ]);
  if (throttled !== undefined) return skipped(throttled);
  if (fenced !== undefined && (await isOver(ports, request, fenced.state)))
    return skipped('its tick has been evaluated already');
  const holder = fenced?.state.acting;
  if (isHeld(holder, await ports.wallClock.now()))
    return { kind: 'skipped', reason: 'another evaluation is acting on the pool', holder };
  try {
    const { facts: pool, correlation } = request;
    const recovered = fenced && (await recoverPool(ports, { pool, actor: ACTOR, correlation, fenced }));
    const remembered = recovered === undefined ? 0 : await rememberedActs(ports, recovered.fenced.state, correlation);
    return await evaluate(ports, request, { fenced, closed: 0, ...recovered, actor: { correlation, remembered } });
  } catch (error) {
    if (error instanceof FenceLost) return skipped(error.message);
    throw error;
  }
}

/** The state with which an evaluation begins. */
interface Begun extends Pick<Recovered, 'closed'> {
  readonly fenced: FencedPoolState | undefined;
  readonly actor: Actor;
}

async function evaluate(
  ports: EvaluatePoolPorts,
  request: EvaluationRequest,
  { fenced, closed, actor }: Begun,
): Promise<EvaluationReport> {
  const memory = memoryOfPool(fenced?.state.memory ?? NO_MEMORY, request.facts);
  const before = { lastPlan: fenced?.state.lastPlan, memory };
  const { nodes, decision, lookedAt } = await ports.lookInTurn(before.lastPlan, async () => {
    const lookedAt = await ports.wallClock.now();
    const listed = await ports.batch.listNodes(request.facts);
    // A pool that was deleted since the tick counts as being deleted.
    const facts = listed === undefined ? { ...request.facts, state: 'deleting' as const } : request.facts;
    const seen = { nodes: listed ?? [], memory: before.memory };
    return { nodes: countStates(seen.nodes), decision: await decide(ports, { ...request, facts }, seen), lookedAt };
  });
  const summary = summarize(request, decision);
  const state: PoolState = {
    account: request.facts.account,
    poolId: request.facts.poolId,
    tick: request.tick,
    fingerprint: request.fingerprint,
    nextLook: decision.nextLook,
    acting: undefined,
    lastPlan: summary,
    memory: decision.memory,
  };
  const context = { actor: ACTOR, pool: request.facts, correlation: request.correlation, policy: summary.policy };
  const events = evaluationEvents({ ...context, at: decision.plan.at }, { decision, summary, before: before.lastPlan });
  if (!isToAct(decision) && events.length === 0) {
    await ports.poolStates.put(state, fenced?.tag);
    return { kind: 'evaluated', plan: summary, closed, nodes };
  }
  // Until this evaluation completes, the earlier plan and memory stay stored: if it dies, its news is recorded again.
  const begun = { ...state, ...before };
  const { result } = await underFence(ports, { actor, state: begun, tag: fenced?.tag, lookedAt }, async (fence) => {
    if (events.length > 0) await ports.audit.append(events, { stillMay: fence.hold });
    const acts = isToAct(decision)
      ? await actWithinLimits(ports, summary, { context, fence, tag: decision.input?.pool.facts.tag })
      : summary.acts;
    const plan = { ...summary, acts };
    const arrivedBy = await ports.clock.now();
    return {
      state: { ...state, lastPlan: plan, memory: memoryAfter(decision, plan, arrivedBy) },
      result: { kind: 'evaluated', plan, closed, nodes } as const,
    };
  });
  return result;
}

/** Makes the acts of a plan that shared limits still allow; the others wait for the next tick. */
async function actWithinLimits(
  ports: EvaluatePoolPorts,
  { acts }: PlanSummary,
  application: Application,
): Promise<readonly PlannedAct[]> {
  const at = await ports.clock.now();
  const granted = await chargeActs(ports, application.context.pool.account, { acts, at });
  return applyPlan(ports, granted.acts, application);
}

function countStates(nodes: readonly NodeSnapshot[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { state } of nodes) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** The memory after this evaluation, whose acts have arrived by an instant. */
function memoryAfter(
  { memory, plan, effective }: PoolDecision,
  { acts, correlation }: Pick<PlanSummary, 'acts' | 'correlation'>,
  arrivedBy: Temporal.Instant,
): PoolMemory {
  const outcomes = acts.filter(({ outcome }) => outcome !== undefined);
  const policyId = effective.kind === 'policy' ? effective.policy.id : undefined;
  return rememberActs(memory, outcomes, { at: plan.at, decidedAt: plan.at, arrivedBy, correlation, policyId });
}

/** The nodes of a pool, and the memory of them. */
type SeenNodes = Pick<PoolLook, 'nodes' | 'memory'>;

/**
 * Decides with what the tick has read. If that results in acts, reads the pool and the documents again, because they may have
 * changed, and decides again.
 */
async function decide(ports: EvaluatePoolPorts, request: EvaluationRequest, seen: SeenNodes): Promise<PoolDecision> {
  const { facts, tick } = request;
  const documentsThen = await ports.documentsAt(tick);
  const effective = effectivePolicyFor(facts, documentsThen);
  const [work, gates] = await Promise.all([
    workInPool(ports, { facts, tick, nodes: seen.nodes }, effective),
    checkGates(ports, { ...seen, facts }, effective),
  ]);
  const { pending } = work;
  const look = { ...seen, ...work, facts, effective, now: await ports.clock.now() };
  const { forecast, demand } = await forecastPool(ports, look);
  const siblings = await siblingsOf(ports, facts, { documents: documentsThen, now: look.now });
  const known = {
    ...seen,
    memory: { ...seen.memory, demand },
    pending,
    gates,
    forecast,
    siblings,
    budget: evaluationBudget(),
  };
  const expected = (documents: EffectivePolicy, at: Temporal.Instant) =>
    withScheduledWork(documents, { facts, schedules: work.schedules, jobs: work.jobs, demand, now: at });
  const first = await attemptDecision(ports, {
    ...known,
    shared: [],
    sequence: NO_SEQUENCE,
    facts,
    effective: expected(effective, look.now),
    now: look.now,
  });
  if (!isToAct(first)) return first;
  const now = await ports.clock.now();
  const [fresh, documents, shared] = await Promise.all([
    ports.batch.getPool(facts),
    readDocuments(ports, now),
    readSharedLimits(ports, facts.account),
  ]);
  const latest: PoolFacts = fresh ?? { ...facts, state: 'deleting' };
  const sequence = await sequenceOf(ports, latest, { documents, nodes: seen.nodes });
  return attemptDecision(ports, {
    ...known,
    // The pool may have been deleted and created again since the tick.
    memory: memoryOfPool(known.memory, latest),
    shared,
    sequence,
    facts: latest,
    effective: expected(effectivePolicyFor(latest, documents), now),
    now,
  });
}

function summarize({ correlation }: EvaluationRequest, { effective, plan }: PoolDecision): PlanSummary {
  const [policy, mode] = effective.kind === 'policy' ? [effective.name, effective.policy.mode] : [undefined, undefined];
  return summarizePlan(plan, { correlation, policy, mode });
}

/**
 * A request is done when its tick, or a later one, was evaluated completely. A later one of a clock that was ahead does not count:
 * until its time had come, no evaluation would be made.
 */
async function isOver({ clock }: HasClock, { tick }: EvaluationRequest, state: PoolState): Promise<boolean> {
  const order = Temporal.Instant.compare(state.tick, tick);
  if (state.acting !== undefined || order < 0) return false;
  return order === 0 || !isOfClockAhead(state.tick, await clock.now());
}

function skipped(reason: string): EvaluationReport {
  return { kind: 'skipped', reason };
}
