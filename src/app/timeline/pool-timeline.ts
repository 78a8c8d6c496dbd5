import type { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import { capacityRequestsOf, type EffectivePolicy, effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { requestEdges, requestedCapacityAt } from '../../core/plan/requested-capacity.ts';
import { isAllocatedState } from '../../core/pool/node-state.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { evidenceOf } from '../../core/savings/evidence.ts';
import type { LedgerSpan } from '../../core/savings/ledger.ts';
import { type NodesOn, nodesOnOver } from '../../core/savings/nodes-on.ts';
import type { ResolvedCapacity } from '../../core/schedule/capacity-at.ts';
import { earliestOf, isBefore } from '../../core/time/instants.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { poolNotFound, requireAccount } from '../pools/require-pool.ts';
import { powerRecords, readingBudget } from '../savings/power-records.ts';
import { refused } from '../savings/savings-span.ts';

/** The longest span of one answer, in days. */
const LONGEST_DAYS = 35;

/** From an instant on such a capacity is asked for, until the next. */
export type AskedSince = ResolvedCapacity & { readonly at: Temporal.Instant };

/** A pool over time: what was on, and what is asked for. */
export interface PoolTimeline extends PoolName {
  readonly now: Temporal.Instant;
  readonly span: LedgerSpan;
  readonly nodes: number;
  /** From the beginning of the span up to now. */
  readonly on: readonly NodesOn[];
  /** By the documents as they stand now, over the whole span; empty where no policy holds. */
  readonly asked: readonly AskedSince[];
}

/** What a timeline is asked for; a day before now and half a day after it unless it is said. */
export interface TimelineQuery extends PoolName {
  readonly from?: Temporal.Instant | undefined;
  readonly to?: Temporal.Instant | undefined;
}

/**
 * Lays a pool out over time. @throws AppError AccountNotFound, PoolNotFound, InvalidRequest
 */
export async function poolTimeline(
  ports: DocumentSources & HasAuditReader & HasBatchReader,
  { account, poolId, from, to }: TimelineQuery,
): Promise<PoolTimeline> {
  requireAccount(ports, account);
  const now = await ports.clock.now();
  const span = spanOf({ from: from ?? now.subtract({ hours: 24 }), to: to ?? now.add({ hours: 12 }) });
  const pool = { account, poolId };
  const end = earliestOf([now, span.to]) ?? now;
  const [facts, listed, documents, records] = await Promise.all([
    ports.batch.getPool(pool),
    ports.batch.listNodes(pool),
    readDocuments(ports, now),
    isBefore(span.from, now)
      ? powerRecords(ports, { pool, span: { from: span.from, to: now.add({ milliseconds: 1 }) } }, readingBudget())
      : [],
  ]);
  if (facts === undefined || listed === undefined) throw poolNotFound(pool);
  const nodes = listed.filter(({ dedicated }) => dedicated === true);
  const on = nodes.filter(({ state }) => isAllocatedState(state)).length;
  const begins = await firstKnown(ports, pool, { from: span.from, records });
  const counted = nodesOnOver(evidenceOf(records), {
    span: { from: begins, to: now.add({ milliseconds: 1 }) },
    on,
    nodes: nodes.length,
  });
  return {
    account: facts.account,
    poolId: facts.poolId,
    now,
    span,
    nodes: nodes.length,
    on: isBefore(span.from, now) ? counted.filter(({ at }) => !isBefore(end, at)) : [],
    asked: askedOver(effectivePolicyFor(facts, documents), span, nodes.length),
  };
}

/** From when on something is known of a pool: nothing is before its first record. */
async function firstKnown(
  { audit }: HasAuditReader,
  { account, poolId }: PoolName,
  { from, records }: { readonly from: Temporal.Instant; readonly records: readonly AuditRecord[] },
): Promise<Temporal.Instant> {
  const { records: before } = await audit.page({ account, pool: poolId, to: from, limit: 1 });
  const first = earliestOf(records.map(({ at }) => at));
  return before.length > 0 || first === undefined ? from : first;
}

function spanOf(span: LedgerSpan): LedgerSpan {
  if (!isBefore(span.from, span.to)) throw refused('from', 'a moment before the end of the span is expected');
  if (isBefore(span.from, span.to.subtract({ hours: 24 * LONGEST_DAYS }))) {
    throw refused('from', `at most ${LONGEST_DAYS} days before the end of the span`);
  }
  return span;
}

function askedOver(effective: EffectivePolicy, { from, to }: LedgerSpan, poolSize: number): readonly AskedSince[] {
  if (effective.kind !== 'policy') return [];
  const requests = capacityRequestsOf(effective, from, to);
  const edges = requestEdges(requests, from).filter((edge) => isBefore(edge, to));
  const all = [from, ...edges].map((at) => {
    const { min, max, because } = requestedCapacityAt(requests, at, poolSize);
    return { at, min, max, because };
  });
  return all.filter((one, index) => {
    const before = all[index - 1];
    return before === undefined || before.min !== one.min || before.max !== one.max;
  });
}
