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
import { isRecordedSince, powerRecords, powerRecordsBefore, type ReadingBudget } from './power-records.ts';

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
  /** Of the nodes whose time off has no end, those that surely still existed. */
  readonly vouched: ReadonlySet<string>;
}

/** Reads when the nodes of a pool were on in a span; for nodes that were off at its beginning, also earlier records. */
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
  const power = powerOf(evidenceOf([...within, ...earlier.flat()]));
  const released = new Set(nodes.filter(({ state }) => !isAllocatedState(state)).map(({ id }) => id));
  const endless = [...new Set(power.off.filter(({ to }) => to === undefined).map(({ node }) => node))];
  const recorded = isOver ? await each(endless, (nodeId) => isRecordedSince(ports, { ...pool, nodeId }, end)) : [];
  const vouched = new Set(endless.filter((node, index) => released.has(node) || recorded[index] === true));
  return { power, vouched };
}

/** Evidence that does not come first on a node that was on when the span began. */
const ENDS_OFF: ReadonlySet<EvidenceKind> = new Set(['off', 'asked-on', 'on', 'start-failed', 'found-on']);

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
