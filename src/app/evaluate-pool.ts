import { Temporal } from 'temporal-polyfill';
import { actsObserved, type EvaluationContext, poolLeftAlone, poolTakenUp } from '../core/audit/events.ts';
import type { AuditEntry } from '../core/audit/record.ts';
import { leavingAfter, stillLeaving, withLeaving } from '../core/pool/leaving.ts';
import { asksTheSame, type PlanSummary, summarizePlan } from '../core/pool/plan-summary.ts';
import type { NodeSnapshot } from '../core/pool/snapshot.ts';
import { applyPlan } from './apply-plan.ts';
import { closeOpenIntents } from './close-open-intents.ts';
import { decidePool, isToAct, type PoolDecision } from './decide-pool.ts';
import { readDocuments } from './documents/read-documents.ts';
import { FenceLost } from './errors.ts';
import { isHeld, leftOpenBy, takeFence } from './fence.ts';
import type { EvaluationRequest, FencedPoolState, PoolState, Ports } from './ports.ts';

/** Who acts when a tick does. */
const ACTOR = 'timer:evaluate-pools';

/** What an evaluation came to. */
export type EvaluationReport =
  | { readonly kind: 'evaluated'; readonly plan: PlanSummary; readonly closed: number }
  | { readonly kind: 'skipped'; readonly reason: string };

/**
 * Evaluates one pool: look, decide, act, record. Safe to run twice, late, or beside another: of two evaluations at the same
 * moment the fence lets one act, and one that comes after its tick was evaluated does nothing. What an evaluation before it
 * left open is closed first.
 */
export async function evaluatePool(ports: Ports, request: EvaluationRequest): Promise<EvaluationReport> {
  const fenced = await ports.poolStates.get(request.facts);
  if (fenced !== undefined && isOver(request, fenced.state)) return skipped('its tick has been evaluated already');
  if (isHeld(fenced?.state.acting, await ports.wallClock.now()))
    return skipped('another evaluation is acting on the pool');
  try {
    return await evaluate(ports, request, fenced);
  } catch (error) {
    if (error instanceof FenceLost) return skipped(error.message);
    throw error;
  }
}

async function evaluate(
  ports: Ports,
  request: EvaluationRequest,
  fenced: FencedPoolState | undefined,
): Promise<EvaluationReport> {
  const listed = await ports.batch.listNodes(request.facts);
  const nodes = withLeaving(listed ?? [], fenced?.state.leaving ?? []);
  // A pool that has gone since the tick is as one that is being deleted.
  const facts = listed === undefined ? { ...request.facts, state: 'deleting' as const } : request.facts;
  const decision = await decide(ports, { ...request, facts }, nodes);
  const summary = summarize(request, decision);
  const state: PoolState = {
    account: request.facts.account,
    poolId: request.facts.poolId,
    tick: request.tick,
    sight: request.sight,
    nextLook: decision.nextLook,
    acting: fenced?.state.acting,
    lastPlan: summary,
    leaving: stillLeaving(nodes, decision.plan.at),
  };
  const context = { actor: ACTOR, pool: request.facts, correlation: request.correlation, policy: summary.policy };
  const events = eventsOf({ ...context, at: decision.plan.at }, { decision, summary, before: fenced?.state.lastPlan });
  const leftOpen = leftOpenBy(state.acting);
  if (!isToAct(decision) && leftOpen.length === 0 && events.length === 0) {
    await ports.poolStates.put(state, fenced?.tag);
    return { kind: 'evaluated', plan: summary, closed: 0 };
  }
  // Until this evaluation has come to its end the plan before it stands: what was news then is told again.
  const begun = { ...state, lastPlan: fenced?.state.lastPlan };
  const fence = await takeFence(ports, request.correlation, { state: begun, tag: fenced?.tag });
  try {
    if (events.length > 0) await ports.audit.append(events);
    const closed = await closeOpenIntents(ports, request.facts, { correlations: leftOpen, nodes, actor: ACTOR });
    const acts = isToAct(decision) ? await applyPlan(ports, summary.acts, { context, fence }) : summary.acts;
    const plan = { ...summary, acts };
    const outcomes = [
      ...closed.map(({ subject, action, outcome }) => ({ node: subject.node, action, outcome })),
      ...acts,
    ];
    const leaving = [...state.leaving, ...leavingAfter(outcomes, decision.plan.at)];
    await fence.release({ ...state, lastPlan: plan, leaving });
    return { kind: 'evaluated', plan, closed: closed.length };
  } catch (error) {
    // Whoever tries again need not wait for the right to run out. If this fails too, it runs out.
    if (!(error instanceof FenceLost)) await fence.abandon().catch(() => undefined);
    throw error;
  }
}

/**
 * Decides by what the tick has seen; where that asks for acts, looks again at what may have changed since, the pool and the
 * documents, and decides anew.
 */
async function decide(
  ports: Ports,
  { facts, tick }: EvaluationRequest,
  nodes: readonly NodeSnapshot[],
): Promise<PoolDecision> {
  const first = decidePool({ facts, nodes, documents: await ports.documentsAt(tick), now: await ports.clock.now() });
  if (!isToAct(first)) return first;
  const [fresh, documents, now] = await Promise.all([
    ports.batch.getPool(facts),
    readDocuments(ports.documents),
    ports.clock.now(),
  ]);
  return decidePool({ facts: fresh ?? { ...facts, state: 'deleting' }, nodes, documents, now });
}

function summarize({ correlation }: EvaluationRequest, { ruling, plan }: PoolDecision): PlanSummary {
  const [policy, mode] = ruling.kind === 'policy' ? [ruling.name, ruling.policy.mode] : [undefined, undefined];
  return summarizePlan(plan, { correlation, policy, mode });
}

/** What is worth a record though nothing is done, where it is news. */
function eventsOf(
  context: EvaluationContext,
  {
    decision,
    summary,
    before,
  }: { readonly decision: PoolDecision; readonly summary: PlanSummary; readonly before: PlanSummary | undefined },
): readonly AuditEntry[] {
  const { leftAlone } = summary;
  if (leftAlone !== undefined) {
    const isNews = decision.ruling.kind !== 'none' && leftAlone !== before?.leftAlone;
    return isNews ? [poolLeftAlone(context, leftAlone)] : [];
  }
  const takenUp = before?.leftAlone === undefined ? [] : [poolTakenUp(context, before.leftAlone)];
  return summary.mode === 'observe' && isNewObservation(summary, before)
    ? [...takenUp, actsObserved(context, summary)]
    : takenUp;
}

function isNewObservation(summary: PlanSummary, before: PlanSummary | undefined): boolean {
  return before?.mode === 'observe' ? !asksTheSame(before, summary) : summary.acts.length > 0;
}

/** A request is over when its tick, or a later one, has been evaluated to its end. */
function isOver({ tick }: EvaluationRequest, state: PoolState): boolean {
  return state.acting === undefined && Temporal.Instant.compare(state.tick, tick) >= 0;
}

function skipped(reason: string): EvaluationReport {
  return { kind: 'skipped', reason };
}
