import type { ManualAct } from '../memory/memory.ts';
import type { PoolDecision } from '../plan/decide-pool.ts';
import { asksTheSame, type HaltSummary, type PlanSummary } from '../plan/plan-summary.ts';
import {
  circuitChanged,
  type EvaluationContext,
  gateFailed,
  manualActNoticed,
  operationCompleted,
  poolLeftAlone,
  poolTakenUp,
  readinessScored,
  startCircuitChanged,
} from './events.ts';
import { limitOver, limitReached, siblingAsked } from './limit-events.ts';
import { actsObserved } from './observed-acts.ts';
import type { AuditEntry } from './record.ts';

/** A decision, and the plan of the previous evaluation. */
export interface EvaluationNews {
  readonly decision: PoolDecision;
  readonly summary: PlanSummary;
  readonly before: PlanSummary | undefined;
}

/** The entries of an evaluation that does not act: completed acts, acts of others, and changes of the plan. */
export function evaluationEvents(
  context: EvaluationContext,
  { decision, summary, before }: EvaluationNews,
): readonly AuditEntry[] {
  const manual = decision.effective.kind === 'policy' ? decision.effective.policy.manual : 'respect';
  const seen = [
    ...decision.completions.map((completion) => operationCompleted(context, completion)),
    ...decision.noticed.map((act) =>
      manualActNoticed(context, act, { manual, together: countLike(act, decision.noticed) }),
    ),
    ...decision.gates.results.filter(({ passed }) => !passed).map((result) => gateFailed(context, result)),
    ...circuitEvents(context, decision),
    ...startCircuitEvents(context, decision),
    ...decision.scores.map((score) => readinessScored(context, score)),
  ];
  return [
    ...seen,
    ...haltEvents(context, { summary, before }),
    ...siblingEvents(context, { summary, before }),
    ...planEvents(context, { decision, summary, before }),
  ];
}

function countLike({ action }: ManualAct, acts: readonly ManualAct[]): number {
  return acts.filter((one) => one.action === action).length;
}

/** If a reset has closed a circuit, the entry has the correlation of the reset. */
function circuitEvents(context: EvaluationContext, { effective, gates, memory }: PoolDecision): readonly AuditEntry[] {
  if (gates.circuit === undefined) return [];
  const asked =
    effective.kind === 'policy' && gates.circuit === 'reset' ? effective.circuitReset?.correlation : undefined;
  const correlation = asked ?? context.correlation;
  return [circuitChanged({ ...context, correlation }, gates.circuit, memory.circuit)];
}

function startCircuitEvents(
  context: EvaluationContext,
  { startCircuit, memory: { startBackOff } }: PoolDecision,
): readonly AuditEntry[] {
  return startCircuit === undefined ? [] : [startCircuitChanged(context, startCircuit, startBackOff)];
}

/**
 * Limits that begin or cease to hold acts back. Their numbers change with every evaluation, so a limit is identified by its
 * rule.
 */
function haltEvents(
  context: EvaluationContext,
  { summary, before }: Pick<EvaluationNews, 'summary' | 'before'>,
): readonly AuditEntry[] {
  if (summary.mode !== 'enforce') return [];
  const { halts: now = [] } = summary;
  const { halts: earlier = [] } = before ?? {};
  const isIn = (halts: readonly HaltSummary[], { action, rule }: HaltSummary) =>
    halts.some((halt) => halt.action === action && halt.rule === rule);
  return [
    ...now.filter((halt) => !isIn(earlier, halt)).map((halt) => limitReached(context, halt)),
    ...earlier.filter((halt) => !isIn(now, halt)).map((halt) => limitOver(context, halt)),
  ];
}

function siblingEvents(
  context: EvaluationContext,
  { summary, before }: Pick<EvaluationNews, 'summary' | 'before'>,
): readonly AuditEntry[] {
  const [now, earlier] = [summary.sibling, before?.sibling];
  if (now?.pool === earlier?.pool && now?.nodes === earlier?.nodes) return [];
  return [siblingAsked(context, { now, before: earlier })];
}

function planEvents(context: EvaluationContext, { decision, summary, before }: EvaluationNews): readonly AuditEntry[] {
  const { leftAlone } = summary;
  if (leftAlone !== undefined) {
    const isNews = decision.effective.kind !== 'none' && leftAlone !== before?.leftAlone;
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
