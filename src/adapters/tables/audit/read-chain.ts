import { Temporal } from 'temporal-polyfill';
import { monthOfChain } from '../../../core/audit/chain-name.ts';
import type { AuditRecord } from '../../../core/audit/record.ts';
import type { AuditFilter } from '../../../ports/audit.ts';
import { odata } from '../storage/odata.ts';
import type { Table } from '../storage/table.ts';
import { timeKey } from '../storage/time-key.ts';
import { fromAuditEntity } from './entity.ts';
import { monthSpan, rowPrefix } from './keys.ts';
import { FIRST_WIDTH, keyAt, positionOf, spanOf, surveyOf } from './positions.ts';
import { firstRows, LARGEST_PAGE, type Row, readRows } from './read-rows.ts';
import { numberOf, type RecordKey, recordKeyOfRow } from './record-key.ts';
import { upward } from './upward.ts';

/** A record, and its key among all records. */
export interface KeyedRecord {
  readonly record: AuditRecord;
  readonly recordKey: RecordKey;
  /** Oldest first: how much of the chain is best read at once from here on. */
  readonly width?: bigint;
}

/** Which records of a chain to read. */
export interface ChainRange {
  readonly query: AuditFilter;
  /** How many records are fetched, and held, at once. */
  readonly pageSize: number;
  /** Read the copies under this node. */
  readonly node?: string | undefined;
  /** `from` is inclusive, `to` exclusive; in addition to those of the query. */
  readonly from?: Temporal.Instant | undefined;
  readonly to?: Temporal.Instant | undefined;
  /** Only records after this key, in the order of the query. */
  readonly after?: RecordKey | undefined;
  /** Oldest first: how much of the chain to read first. */
  readonly width?: bigint | undefined;
}

/** Reads the records of a chain in the order of the query, page by page on demand. */
export function readChain(table: Table, chain: string, range: ChainRange): AsyncGenerator<KeyedRecord> {
  return range.query.order === 'oldest' ? readUp(table, chain, range) : readDown(table, chain, range);
}

async function* readDown(table: Table, chain: string, range: ChainRange): AsyncGenerator<KeyedRecord> {
  const { query, node, pageSize } = range;
  const prefix = rowPrefix(node);
  const first = [query.to, range.to].map((one) => (one === undefined ? '' : timeKey(one.epochMilliseconds - 1)));
  const last = [query.from, range.from].map((one) => (one === undefined ? '~' : `${timeKey(one.epochMilliseconds)}.~`));
  const filter = [
    odata`PartitionKey eq ${chain}`,
    odata`RowKey ge ${prefix + largest(first)} and RowKey le ${prefix + smallest(last)}`,
    ...(range.after === undefined ? [] : [odata`RowKey gt ${prefix + rowAfter(chain, range.after)}`]),
    ...conditionsOf(query),
  ].join(' and ');
  for await (const rows of readRows(table, { filter, pageSize })) for (const row of rows) yield keyed(chain, row);
}

/** Fewer rows than this are not worth a request. */
const FEWEST = 20;

/** Keys count down, so the oldest records come last: the chain is read in short ranges from its old end. */
async function* readUp(table: Table, chain: string, range: ChainRange): AsyncGenerator<KeyedRecord> {
  const { query, node, pageSize, after, width = FIRST_WIDTH } = range;
  const month = monthSpan(monthOfChain(chain));
  const span = spanOf({
    from: latest([month.from, query.from, range.from]),
    to: earliest([month.to, query.to, range.to]),
  });
  const prefix = rowPrefix(node);
  const rowsIn = (select?: readonly string[]) => (low: bigint, high: bigint, most: number) => {
    const filter = [
      odata`PartitionKey eq ${chain}`,
      odata`RowKey ge ${prefix + keyAt(high - 1n)} and RowKey le ${prefix + keyAt(low)}`,
      ...conditionsOf(query),
    ].join(' and ');
    const pageSize = Math.min(most + 1, LARGEST_PAGE);
    return firstRows(table, { filter, pageSize, most: most + 1, ...(select !== undefined && { select }) });
  };
  const low = after === undefined ? span.low : largestOf(span.low, positionOf(chain, after));
  // A range should have a page of records and a few more. One more than fits is requested, in the same request.
  const most = Math.min(Math.max(2 * pageSize, FEWEST), LARGEST_PAGE - 1);
  let shown = after?.chain === chain ? numberOf(after) : 0;
  const survey = (rows: readonly Row[]) =>
    surveyOf(
      rows.map((row) => recordKeyOfRow(chain, row.rowKey)),
      shown,
    );
  const steps = upward({ high: span.high, low, width, most, read: rowsIn(), glance: rowsIn(['rowKey']), survey });
  for await (const stride of steps) {
    const records = stride.rows.toReversed().map((row) => ({ ...keyed(chain, row), width: stride.width }));
    yield* records;
    shown = records.at(-1)?.record.number ?? shown;
  }
}

/** Every value is escaped by `odata`. */
function conditionsOf(query: AuditFilter): readonly string[] {
  const { action, actor, correlation, node, document, phase, outcome } = query;
  return [
    ...(action === undefined ? [] : [odata`action eq ${action}`]),
    ...(actor === undefined ? [] : [odata`actor eq ${actor}`]),
    ...(correlation === undefined ? [] : [odata`correlation eq ${correlation}`]),
    ...(node === undefined ? [] : [nodeCondition(node)]),
    ...(document === undefined ? [] : [odata`document eq ${document}`]),
    ...(phase === undefined ? [] : [odata`phase eq ${phase}`]),
    ...(outcome === undefined ? [] : [odata`outcome eq ${outcome}`]),
  ];
}

/** Batch gives ids of nodes in lower case, and takes them in any; as given, an id finds a record that has it so. */
function nodeCondition(node: string): string {
  const lower = node.toLowerCase();
  return lower === node ? odata`node eq ${node}` : odata`(node eq ${node} or node eq ${lower})`;
}

function keyed(chain: string, row: Row): KeyedRecord {
  return { record: fromAuditEntity(row), recordKey: recordKeyOfRow(chain, row.rowKey) };
}

/** The row after which the records after a key begin in this chain; within an instant, chains are in order of their names. */
function rowAfter(chain: string, after: RecordKey): string {
  if (chain === after.chain) return `${after.time}.${after.number}`;
  return chain > after.chain ? `${after.time}.` : `${after.time}.~`;
}

function latest(moments: readonly (Temporal.Instant | undefined)[]): Temporal.Instant {
  const said = moments.filter((one) => one !== undefined).toSorted(Temporal.Instant.compare);
  return said.at(-1) ?? Temporal.Instant.fromEpochMilliseconds(0);
}

function earliest(moments: readonly (Temporal.Instant | undefined)[]): Temporal.Instant {
  const said = moments.filter((one) => one !== undefined).toSorted(Temporal.Instant.compare);
  return said.at(0) ?? Temporal.Instant.fromEpochMilliseconds(0);
}

function largestOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function largest(texts: readonly string[]): string {
  return texts.toSorted().at(-1) ?? '';
}

function smallest(texts: readonly string[]): string {
  return texts.toSorted().at(0) ?? '~';
}
