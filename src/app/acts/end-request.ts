import type { Temporal } from 'temporal-polyfill';
import { actRequestEnded } from '../../core/audit/request-events.ts';
import type { ManualPlan } from '../../core/plan/plan-manual-request.ts';
import type { RequestName } from '../../ports/act-queue.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import { recordsOf } from '../audit/records-of.ts';
import type { Fence } from '../evaluation/fence.ts';

/** A record names at most this many nodes that were left alone, and counts the rest. */
const NAMED = 100;

/** How a request of a person ends. */
export interface RequestEnd {
  /** Why it ended before it was carried out. */
  readonly because?: string;
  /** Its last plan. */
  readonly plan?: ManualPlan;
  /** Until when it holds. */
  readonly until?: Temporal.Instant;
  /** The fence under which it ends, so that it ends once. */
  readonly fence: Fence;
}

/**
 * Records the end of a request: how many nodes Batch answered with which outcome, and which nodes were left alone. Whether the
 * accepted nodes become ready or deallocated is recorded later, node by node.
 * @returns the sentence of the record
 */
export async function endRequest(
  ports: HasAuditReader & HasAuditWriter & HasClock,
  asked: RequestName,
  { because, plan, until, fence }: RequestEnd,
): Promise<string> {
  const { pool, action, actor, correlation } = asked;
  const records = await recordsOf(ports, pool, correlation);
  const outcomes = records.filter((record) => record.phase === 'outcome' && record.action === action);
  const counts = Object.fromEntries(
    [...Map.groupBy(outcomes, ({ outcome }) => outcome ?? 'unknown')].map(([outcome, of]) => [outcome, of.length]),
  );
  const { left, held, already } = plan ?? { left: [], held: [], already: 0 };
  const told = [
    ...Object.entries(counts).map(([outcome, nodes]) => `${nodes} ${outcome}`),
    ...(held.length > 0 ? [`${held.length} kept ${action === 'start' ? 'on' : 'off'} until ${until}`] : []),
    ...(left.length > held.length ? [`${left.length - held.length} left alone`] : []),
  ];
  const reason = because ?? plan?.leftAlone ?? (told.length > 0 ? told.join(', ') : 'no node to act on');
  const what = {
    outcomes: counts,
    left: left.slice(0, NAMED).map(({ nodeId, rule, reason: why }) => ({ node: nodeId, rule, reason: why })),
    leftAlone: left.length,
    already,
    held: held.length,
  };
  const context = { at: await ports.clock.now(), actor, pool, correlation };
  await ports.audit.append([actRequestEnded(context, { action, reason, what })], { stillMay: fence.hold });
  return reason;
}
