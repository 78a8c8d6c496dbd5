import pLimit from 'p-limit';
import type { Temporal } from 'temporal-polyfill';
import { isAllocatedState } from '../../core/pool/node-state.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { NodeSnapshot } from '../../core/pool/snapshot.ts';
import { type Evidence, type EvidenceKind, evidenceOf } from '../../core/savings/evidence.ts';
import type { LedgerSpan } from '../../core/savings/ledger.ts';
import { type NodePower, powerOf } from '../../core/savings/node-power.ts';
import { earliestOf, isBefore } from '../../core/time/instants.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import { powerRecords, powerRecordsBefore, type ReadingBudget, recordsAfter } from './power-records.ts';

/** How long after the span its last starts are followed, to measure their duration. */
const AFTERWARDS_HOURS = 2;

/** The most concurrent reads of single nodes. */
const AT_ONCE = 5;

/** The request for all pools of an answer. */
export interface PowerTask {
  readonly span: LedgerSpan;
  readonly now: Temporal.Instant;
  readonly budget: ReadingBudget;
}

/** When the nodes of a pool were on. */
export interface PoolPower {
  readonly power: NodePower;
  /** Nodes that surely still existed at the end of the span: if the time off of one has no end, it was off then. */
  readonly vouched: ReadonlySet<string>;
}

/**
 * Reads when the nodes of a pool were on in a span; for nodes that were off at its beginning, also earlier records, and for nodes
 * off at its end later ones: these may show that a record is missing, and then the time is not counted in any span.
 */
export async function poolPower(
  ports: HasAuditReader & HasBatchReader,
  pool: PoolName,
  { span, now, budget }: PowerTask,
): Promise<PoolPower> {
  const end = earliestOf([now, span.to.add({ hours: AFTERWARDS_HOURS })]) ?? now;
  const [within, listed] = await Promise.all([
    // Records of this very instant count.
    powerRecords(ports, { pool, span: { from: span.from, to: end.add({ milliseconds: 1 }) } }, budget),
    ports.batch.listNodes(pool),
  ]);
  const nodes = listed ?? [];
  const isOver = isBefore(end, now);
  const earlier = await each(openAtBegin(evidenceOf(within), nodes, isOver), (nodeId) =>
    powerRecordsBefore(ports, { ...pool, nodeId }, span.from),
  );
  const known = [...within, ...earlier.flat()];
  const endless = isOver ? endlessOf(powerOf(evidenceOf(known))) : [];
  const later = (await each(endless, (nodeId) => recordsAfter(ports, { ...pool, nodeId }, end))).flat();
  const power = powerOf(evidenceOf([...known, ...later]));
  const released = nodes.filter(({ state }) => !isAllocatedState(state)).map(({ id }) => id);
  const vouched = new Set([...released, ...later.flatMap(({ subject: { node } }) => node ?? [])]);
  return { power, vouched };
}

/** The nodes whose time off has no end yet. */
function endlessOf({ off }: NodePower): readonly string[] {
  return [...new Set(off.filter(({ to }) => to === undefined).map(({ node }) => node))];
}

/** Evidence that does not come first on a node that was on when the span began. */
const ENDS_OFF: ReadonlySet<EvidenceKind> = new Set([
  'off',
  'asked-on',
  'on',
  'start-failed',
  'start-fell-back',
  'found-on',
  'removed',
]);

/** The nodes that may have been off when the span began; of those without a record in it, those that may still be off. */
function openAtBegin(
  evidence: readonly Evidence[],
  nodes: readonly NodeSnapshot[],
  inThePast: boolean,
): readonly string[] {
  const first = new Map(evidence.toReversed().map(({ node, kind }) => [node, kind]));
  const begun = [...first].filter(([, kind]) => ENDS_OFF.has(kind)).map(([node]) => node);
  const silent = nodes.filter(({ id, state }) => !first.has(id) && (inThePast || !isAllocatedState(state)));
  return [...begun, ...silent.map(({ id }) => id)];
}

function each<Value>(names: readonly string[], read: (name: string) => Promise<Value>): Promise<Value[]> {
  const limit = pLimit(AT_ONCE);
  return Promise.all(names.map((name) => limit(() => read(name))));
}
