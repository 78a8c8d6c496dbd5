import { monthOfChain } from '../../../core/audit/chain-name.ts';
import type { AuditFilter } from '../../../ports/audit.ts';
import type { Table } from '../storage/table.ts';
import { archivedChains } from './archived-chains.ts';
import type { AuditIndex } from './chain-index.ts';
import type { HourRange } from './hours.ts';
import { DOCUMENTS, hourKey, hourSpan, monthSpan, poolStem } from './keys.ts';
import { mergeInOrder } from './merge.ts';
import { type KeyedRecord, readChain } from './read-chain.ts';
import { millisecondsOf, type RecordKey } from './record-key.ts';

/** What to read, and from where. */
export interface Reading {
  readonly query: AuditFilter;
  /** Only records after this key, in the order of the query. */
  readonly after: RecordKey | undefined;
  /** Oldest first: how much of that key's chain is best read at once. */
  readonly width?: bigint | undefined;
  /** How many records are fetched, and held, at once. */
  readonly pageSize: number;
}

/** Reads the records of a query in its order, by the shortest way. */
export function sourceOf(auditIndex: AuditIndex, reading: Reading): AsyncGenerator<KeyedRecord> {
  const { account, pool, correlation, document } = reading.query;
  if (correlation !== undefined) return ofCorrelation(auditIndex, reading);
  if (account !== undefined && pool !== undefined) return ofStem(auditIndex, reading, poolStem(account, pool));
  if (document !== undefined && account === undefined && pool === undefined)
    return ofStem(auditIndex, reading, DOCUMENTS);
  return ofHours(auditIndex, reading);
}

/** Does a chain belong to an account and a pool? */
export function belongsTo(chain: string, { account, pool }: AuditFilter): boolean {
  const [, ofAccount, ofPool] = chain.split('.');
  const isOfPool = pool === undefined || (chain.startsWith('p.') && ofPool === pool.toLowerCase());
  // The chain of the documents, `d.<month>`, belongs to no account.
  return isOfPool && (account === undefined || (!chain.startsWith('d.') && ofAccount === account));
}

/** Can a chain have records in the span of a query, by its month? */
export function isInSpan(chain: string, { from, to }: AuditFilter): boolean {
  const month = monthSpan(monthOfChain(chain));
  const isLate = to !== undefined && month.from.epochMilliseconds >= to.epochMilliseconds;
  const isEarly = from !== undefined && month.to.epochMilliseconds <= from.epochMilliseconds;
  return !isLate && !isEarly;
}

/** The records of one pool, or of the documents, month after month; for one node, the copies under that node. */
async function* ofStem({ table, index }: AuditIndex, reading: Reading, stem: string): AsyncGenerator<KeyedRecord> {
  const { query, after, width, pageSize } = reading;
  const newest = await index.keptChainsOf(stem);
  const chains = query.order === 'oldest' ? newest.toReversed() : newest;
  for (const chain of chains.filter((one) => isInSpan(one, query) && isAhead(one, reading))) {
    const node = stem === DOCUMENTS ? undefined : copiedUnder(query.node);
    const start = chain === after?.chain ? { after, width } : {};
    yield* readChain(table, chain, { query, pageSize, node, ...start });
  }
}

/** The node whose copies are read. Rows are found only in their own letter case: for another one, all records are read. */
function copiedUnder(node: string | undefined): string | undefined {
  return node === node?.toLowerCase() ? node : undefined;
}

/** Skips months that are wholly before the end of the previous page. */
function isAhead(chain: string, { query, after }: Reading): boolean {
  if (after === undefined) return true;
  return query.order === 'oldest' ? chain >= after.chain : chain <= after.chain;
}

/** The records of a correlation may be in several chains, but in few. */
async function* ofCorrelation({ table, index }: AuditIndex, reading: Reading): AsyncGenerator<KeyedRecord> {
  const { query } = reading;
  const chains = (await index.chainsWith(query.correlation ?? '')).filter((chain) => belongsTo(chain, query));
  yield* sideBySide(table, { chains: await without(chains, archivedChains({ table, index })) }, reading);
}

/** All records, hour after hour: the chains with records in an hour are read concurrently. */
async function* ofHours(auditIndex: AuditIndex, reading: Reading): AsyncGenerator<KeyedRecord> {
  const { query } = reading;
  const range = { ...remaining(reading), order: query.order ?? 'newest' };
  const isArchived = archivedChains(auditIndex);
  let hour = '';
  let chains: string[] = [];
  for await (const row of auditIndex.index.hours(range)) {
    if (row.hour !== hour) {
      yield* ofHour(auditIndex, { hour, chains: await without(chains, isArchived) }, reading);
      [hour, chains] = [row.hour, []];
    }
    if (belongsTo(row.chain, query)) chains.push(row.chain);
  }
  yield* ofHour(auditIndex, { hour, chains: await without(chains, isArchived) }, reading);
}

/** The chains that are still read from the table. */
async function without(
  chains: readonly string[],
  isArchived: (chain: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const archived = await Promise.all(chains.map(isArchived));
  return chains.filter((_, index) => archived[index] === false);
}

/** The part of the span after the end of the previous page, in whole hours. */
function remaining({ query, after }: Reading): Pick<HourRange, 'from' | 'to'> {
  const { from, to } = query;
  if (after === undefined) return { from, to };
  const shown = hourSpan(hourKey(millisecondsOf(after)));
  return query.order === 'oldest' ? { from: shown.from, to } : { from, to: shown.to };
}

async function* ofHour(
  { table }: AuditIndex,
  { hour, chains }: { readonly hour: string; readonly chains: readonly string[] },
  reading: Reading,
): AsyncGenerator<KeyedRecord> {
  if (chains.length > 0) yield* sideBySide(table, { chains, ...hourSpan(hour) }, reading);
}

/** About the most records that are held when chains are read concurrently. */
const HELD = 20_000;
const SMALLEST_PAGE = 10;

function sideBySide(
  table: Table,
  { chains, ...span }: { readonly chains: readonly string[] } & Pick<AuditFilter, 'from' | 'to'>,
  { query, after, width, pageSize }: Reading,
): AsyncGenerator<KeyedRecord> {
  const share = Math.max(SMALLEST_PAGE, Math.min(pageSize, Math.floor(HELD / Math.max(1, chains.length))));
  const streams = chains.map((chain) => {
    const range = { query, after, pageSize: share, ...span };
    return readChain(table, chain, chain === after?.chain ? { ...range, width } : range);
  });
  return mergeInOrder(streams, query.order ?? 'newest');
}
