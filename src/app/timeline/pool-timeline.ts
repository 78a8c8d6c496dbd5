import type { Temporal } from 'temporal-polyfill';
import { effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { askedCapacityOver, type CapacityFrom } from '../../core/plan/next-change.ts';
import { nodesTakingPart } from '../../core/plan/taking-part.ts';
import { isAllocatedState } from '../../core/pool/node-state.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { NodeSnapshot } from '../../core/pool/snapshot.ts';
import { evidenceOf } from '../../core/savings/evidence.ts';
import type { LedgerSpan } from '../../core/savings/ledger.ts';
import { type NodesOn, nodesOnOver } from '../../core/savings/nodes-on.ts';
import { instantOf } from '../../core/time/epoch.ts';
import { earliestOf, isBefore, latestOf } from '../../core/time/instants.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { poolNotFound, requireAccount } from '../pools/require-pool.ts';
import { powerRecords, readingBudget } from '../savings/power-records.ts';
import { refused } from '../savings/savings-span.ts';

/** The longest span of one answer, in days. */
const LONGEST_DAYS = 35;

/** How many nodes of a pool were on, and which capacity was requested. */
export interface PoolTimeline extends PoolName {
  readonly now: Temporal.Instant;
  readonly span: LedgerSpan;
  readonly nodes: number;
  /**
   * Before this instant nothing is known of the pool. It is not before the beginning of the span; `now` if only the present is
   * known.
   */
  readonly knownFrom: Temporal.Instant;
  /** From `knownFrom` up to now. */
  readonly on: readonly NodesOn[];
  /** By the current documents, over the whole span; empty if no policy applies. */
  readonly asked: readonly CapacityFrom[];
}

/** The span of the timeline; by default from a day before now to half a day after it. */
export interface TimelineQuery extends PoolName {
  readonly from?: Temporal.Instant | undefined;
  readonly to?: Temporal.Instant | undefined;
}

/** Computes the timeline of a pool. @throws AppError AccountNotFound, PoolNotFound, InvalidRequest */
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
  const effective = effectivePolicyFor(facts, documents);
  const nodes = nodesTakingPart(listed, effective);
  const on = nodes.filter(({ state }) => isAllocatedState(state)).length;
  const begins = await firstKnown(ports, pool, { span: { from: span.from, to: now }, nodes });
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
    knownFrom: begins,
    on: isBefore(span.from, now) ? counted.filter(({ at }) => !isBefore(end, at)) : [],
    asked:
      effective.kind === 'policy'
        ? askedCapacityOver({ effective, facts, poolSize: nodes.length }, { from: span.from, until: span.to })
        : [],
  };
}

/**
 * From when on the number of nodes that were on is known: not before the first record of the pool. A pool without records is
 * unchanged since the last change of a node's state.
 */
async function firstKnown(
  { audit }: HasAuditReader,
  { account, poolId }: PoolName,
  { span, nodes }: { readonly span: LedgerSpan; readonly nodes: readonly NodeSnapshot[] },
): Promise<Temporal.Instant> {
  const pool = { account, pool: poolId };
  const { records: before } = await audit.page({ ...pool, to: span.from, limit: 1 });
  if (before.length > 0) return span.from;
  const { records } = await audit.page({ ...pool, from: span.from, to: span.to, limit: 1, order: 'oldest' });
  const settled = latestOf(nodes.map(({ stateSince }) => (stateSince === undefined ? span.to : instantOf(stateSince))));
  const known = earliestOf([records[0]?.at ?? span.to, settled ?? span.to]) ?? span.to;
  return isBefore(known, span.from) ? span.from : known;
}

function spanOf(span: LedgerSpan): LedgerSpan {
  if (!isBefore(span.from, span.to)) throw refused('from', 'a moment before the end of the span is expected');
  if (isBefore(span.from, span.to.subtract({ hours: 24 * LONGEST_DAYS }))) {
    throw refused('from', `at most ${LONGEST_DAYS} days before the end of the span`);
  }
  return span;
}
