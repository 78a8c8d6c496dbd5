import { actRequestEnded } from '../../core/audit/request-events.ts';
import type { ManualPlan } from '../../core/plan/plan-manual-request.ts';
import type { AskedAct } from '../../ports/act-queue.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import { recordsOf } from '../audit/records-of.ts';
import type { Fence } from '../evaluation/fence.ts';

/** So many nodes that were left alone are named in a record; the others are counted. */
const NAMED = 100;

/** How a request to act by hand came to its end. */
export interface RequestEnd {
  /** Why it ended before it was carried out. */
  readonly because?: string;
  /** Its last plan. */
  readonly plan?: ManualPlan;
  /** Under which it ends, so that it does so once. */
  readonly fence: Fence;
}

/**
 * Writes down that nothing more is asked of the service for a request, with what it answered for how many nodes, and which were
 * left alone. Whether nodes that took it get there is told later, node by node. Gives the sentence that says so.
 */
export async function endRequest(
  ports: HasAuditReader & HasAuditWriter & HasClock,
  asked: AskedAct,
  { because, plan, fence }: RequestEnd,
): Promise<string> {
  const { pool, action, actor, correlation } = asked;
  const records = await recordsOf(ports, pool, correlation);
  const outcomes = records.filter((record) => record.phase === 'outcome' && record.action === action);
  const counts = Object.fromEntries(
    [...Map.groupBy(outcomes, ({ outcome }) => outcome ?? 'unknown')].map(([outcome, of]) => [outcome, of.length]),
  );
  const left = plan?.left ?? [];
  const told = [
    ...Object.entries(counts).map(([outcome, nodes]) => `${nodes} ${outcome}`),
    ...(left.length > 0 ? [`${left.length} left alone`] : []),
  ];
  const reason = because ?? plan?.leftAlone ?? (told.length > 0 ? told.join(', ') : 'no node that could be asked');
  const what = {
    outcomes: counts,
    left: left.slice(0, NAMED).map(({ nodeId, rule, reason: why }) => ({ node: nodeId, rule, reason: why })),
    leftAlone: left.length,
  };
  const context = { at: await ports.clock.now(), actor, pool, correlation };
  await ports.audit.append([actRequestEnded(context, { action, reason, what })], { stillMay: fence.hold });
  return reason;
}
