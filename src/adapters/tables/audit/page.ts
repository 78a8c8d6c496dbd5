import type { AuditPage, AuditQuery } from '../../../app/ports.ts';
import type { Table } from '../table.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { hourSpan, type Place, poolStem, timeKey } from './keys.ts';
import { mergeInOrder } from './merge.ts';
import { type PlacedRecord, readChain } from './read-chain.ts';
import type { HourSign, Signposts } from './signposts.ts';

/** Reads one page of records, newest first. What it costs hangs on the page, not on the length of the history. */
export function pager(table: Table, signs: Signposts): (query: AuditQuery) => Promise<AuditPage> {
  return async (query) => {
    const after = query.cursor === undefined ? undefined : fromCursor(query.cursor);
    const found: PlacedRecord[] = [];
    for await (const record of sourceOf({ table, signs }, query, after)) {
      found.push(record);
      // One more than the page holds shows that there is another.
      if (found.length > query.limit) break;
    }
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      records: shown.map(({ record }) => record),
      cursor: found.length > query.limit && last !== undefined ? toCursor(last.place) : undefined,
    };
  };
}

interface Library {
  readonly table: Table;
  readonly signs: Signposts;
}

/** The shortest way to the records that a query asks for. */
function sourceOf(library: Library, query: AuditQuery, after: Place | undefined): AsyncGenerator<PlacedRecord> {
  if (query.correlation !== undefined) return ofCorrelation(library, query, after);
  if (query.account !== undefined && query.pool !== undefined) {
    return ofPool(library, { query, after, stem: poolStem(query.account, query.pool) });
  }
  return ofHours(library, query, after);
}

/** Month after month of one pool; of one node of it, the copies under that node. */
async function* ofPool(
  { table, signs }: Library,
  { query, after, stem }: { readonly query: AuditQuery; readonly after: Place | undefined; readonly stem: string },
): AsyncGenerator<PlacedRecord> {
  for (const chain of await signs.chainsOf(stem)) {
    if (after !== undefined && chain > after.chain) continue;
    yield* readChain(table, chain, { query, node: query.node, after: chain === after?.chain ? after : undefined });
  }
}

/** What belongs together may lie in several chains, but in few. */
async function* ofCorrelation(
  { table, signs }: Library,
  query: AuditQuery,
  after: Place | undefined,
): AsyncGenerator<PlacedRecord> {
  const chains = (await signs.chainsWith(query.correlation ?? '')).filter((chain) => belongsTo(chain, query));
  yield* mergeInOrder(chains.map((chain) => readChain(table, chain, { query, after })));
}

/** Everything, hour after hour: the chains that have records of an hour are read side by side. */
async function* ofHours(library: Library, query: AuditQuery, after: Place | undefined): AsyncGenerator<PlacedRecord> {
  let hour = '';
  let chains: string[] = [];
  for await (const sign of library.signs.hours({ from: query.from, to: query.to })) {
    if (sign.hour !== hour) {
      yield* ofHour(library, { hour, chains }, { query, after });
      [hour, chains] = [sign.hour, []];
    }
    if (isAhead(sign, after) && belongsTo(sign.chain, query)) chains.push(sign.chain);
  }
  yield* ofHour(library, { hour, chains }, { query, after });
}

async function* ofHour(
  { table }: Library,
  { hour, chains }: { readonly hour: string; readonly chains: readonly string[] },
  { query, after }: { readonly query: AuditQuery; readonly after: Place | undefined },
): AsyncGenerator<PlacedRecord> {
  if (chains.length === 0) return;
  yield* mergeInOrder(chains.map((chain) => readChain(table, chain, { query, after, ...hourSpan(hour) })));
}

/** Hours that lie wholly before the place where the page before ended have been shown. */
function isAhead({ hour }: HourSign, after: Place | undefined): boolean {
  return after === undefined || timeKey(hourSpan(hour).from.epochMilliseconds) >= after.time;
}

function belongsTo(chain: string, { account, pool }: AuditQuery): boolean {
  const [, ofAccount, ofPool] = chain.split('.');
  const isOfPool = pool === undefined || (chain.startsWith('p.') && ofPool === pool.toLowerCase());
  // The chain of the documents, `d.<month>`, is no account's.
  return isOfPool && (account === undefined || (!chain.startsWith('d.') && ofAccount === account));
}
