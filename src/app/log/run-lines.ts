import type { Temporal } from 'temporal-polyfill';
import type { BatchCallCounts } from '../../ports/batch-calls.ts';
import type { EvaluationRequest } from '../../ports/evaluation-queue.ts';
import type { LogLine } from '../../ports/log.ts';
import type { EvaluationReport } from '../evaluation/evaluate-pool.ts';
import type { TickReport } from '../evaluation/evaluate-pools.ts';

/** Measurements of a run. */
export interface Run {
  /** Milliseconds. */
  readonly duration: number;
  /** Seconds that its message waited in the queue; only for a run that a queue message triggered. */
  readonly age?: number | undefined;
  readonly batch: BatchCallCounts;
}

/** The line of a tick. */
export function tickLine(tick: TickReport, { duration, batch }: Run): LogLine {
  const { at, pools, due, problems, before, waited } = tick;
  return {
    event: 'tick',
    at: at.toString(),
    lag: secondsInMinute(at),
    since: before === undefined ? undefined : Math.round(before.at.until(at).total('seconds')),
    pools,
    due,
    problems: problems.length,
    duration,
    age: waited && Math.round(waited.total('seconds')),
    ...batch,
    message: `${pools} pools, ${due} to evaluate`,
  };
}

/** A tick is due at the full minute. */
function secondsInMinute(at: Temporal.Instant): number {
  return Math.floor(at.epochMilliseconds / 1000) % 60;
}

/** The line of an evaluation. */
export function evaluationLine(
  { facts, correlation }: Pick<EvaluationRequest, 'facts' | 'correlation'>,
  report: EvaluationReport,
  { duration, age, batch }: Run,
): LogLine {
  const about = { event: 'evaluation', account: facts.account, pool: facts.poolId, correlation } as const;
  const run = { duration, age, ...batch };
  if (report.kind === 'skipped') return { ...about, ...run, outcome: 'skipped', message: report.reason };
  const { plan, nodes } = report;
  const acts = plan.acts.length;
  return {
    ...about,
    at: plan.at,
    policy: plan.policy,
    outcome: plan.leftAlone === undefined ? 'decided' : 'left-alone',
    decisions: decisionsIn(plan),
    nodes,
    ...run,
    message:
      plan.leftAlone ?? `${acts} ${acts === 1 ? 'act' : 'acts'}${plan.mode === 'enforce' ? '' : ', only observed'}`,
  };
}

function decisionsIn({
  acts,
  left,
}: Extract<EvaluationReport, { kind: 'evaluated' }>['plan']): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { action, rule } of acts) counts[`${action} ${rule}`] = (counts[`${action} ${rule}`] ?? 0) + 1;
  for (const { rule, nodes } of left) counts[`none ${rule}`] = nodes;
  return counts;
}
