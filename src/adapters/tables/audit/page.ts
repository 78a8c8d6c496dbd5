import type { AuditRecord } from '../../../core/audit/record.ts';
import type { AuditFilter, AuditOrder, AuditPage, AuditQuery } from '../../../ports/audit.ts';
import type { Table } from '../storage/table.ts';
import { archivedMonths } from './archived-months.ts';
import type { ChainIndex } from './chain-index.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { KeyedRecord } from './read-chain.ts';
import { LARGEST_PAGE } from './read-rows.ts';
import { sourceOf } from './source.ts';

/** Reads one page of records. The cost depends on the page, not on the length of the audit log. */
export function pager(table: Table, index: ChainIndex): (query: AuditQuery) => Promise<AuditPage> {
  return async (query) => {
    const { cursor, limit, order = 'newest' } = query;
    const start = cursor === undefined ? undefined : fromCursor(cursor, order);
    const reading = {
      query,
      after: start?.recordKey,
      width: start?.width,
      pageSize: Math.min(limit + 1, LARGEST_PAGE),
    };
    const found = await firstOf(limit + 1, sourceOf({ table, index }, reading));
    const page = pageOf(found, query);
    return { ...page, archived: isAtArchive(page, query) ? await archivedMonths({ table, index }, query) : [] };
  };
}

function pageOf(found: readonly KeyedRecord[], { cursor, limit, order = 'newest' }: AuditQuery) {
  // One record more than the page holds shows that there is another page.
  const isLast = found.length <= limit;
  const shown = found.slice(0, limit);
  const end = endOf(shown, order) ?? cursor;
  return {
    records: shown.map(({ record }) => record),
    cursor: isLast ? undefined : end,
    resume: order === 'oldest' ? end : undefined,
  };
}

/** The archive comes after the newest records and before the oldest. */
function isAtArchive(page: Pick<AuditPage, 'cursor'>, { order, cursor }: AuditQuery): boolean {
  return order === 'oldest' ? cursor === undefined : page.cursor === undefined;
}

function endOf(shown: readonly KeyedRecord[], order: AuditOrder): string | undefined {
  const last = shown.at(-1);
  return last === undefined ? undefined : toCursor(last, order);
}

async function firstOf(count: number, source: AsyncGenerator<KeyedRecord>): Promise<readonly KeyedRecord[]> {
  const found: KeyedRecord[] = [];
  for await (const record of source) {
    found.push(record);
    if (found.length === count) break;
  }
  return found;
}

/** The size of a batch of records. */
const BATCH = 500;

/** Yields all records of a filter in batches. */
export function streamer(
  table: Table,
  index: ChainIndex,
): (filter: AuditFilter) => AsyncIterable<readonly AuditRecord[]> {
  return async function* (query) {
    let batch: AuditRecord[] = [];
    for await (const { record } of sourceOf({ table, index }, { query, after: undefined, pageSize: LARGEST_PAGE })) {
      batch.push(record);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  };
}
