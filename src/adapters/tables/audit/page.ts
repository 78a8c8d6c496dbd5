import type { AuditRecord } from '../../../core/audit/record.ts';
import type { AuditFilter, AuditOrder, AuditPage, AuditQuery } from '../../../ports/audit.ts';
import { type Patience, patientTable } from '../storage/patient-table.ts';
import type { Table } from '../storage/table.ts';
import { archivedMonths } from './archived-months.ts';
import { type AuditIndex, type ChainIndex, chainIndex } from './chain-index.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { KeyedRecord } from './read-chain.ts';
import { LARGEST_PAGE } from './read-rows.ts';
import { sourceOf } from './source.ts';

/** How long one search may take. The host ends a function after five minutes, and its process with it. */
export const SEARCH_MS = { page: 120_000, stream: 240_000 };

/**
 * Reads one page of records. The cost depends on the page, not on the length of the audit log, unless few records match: then all
 * of them may be read, up to a time.
 */
export function pager(
  table: Table,
  index: ChainIndex,
  milliseconds = SEARCH_MS.page,
): (query: AuditQuery) => Promise<AuditPage> {
  const tooLong = `The search takes longer than ${milliseconds / 60_000} minutes: narrow it with account and pool, or with from and to.`;
  return async (query) => {
    const { cursor, limit, order = 'newest' } = query;
    const start = cursor === undefined ? undefined : fromCursor(cursor, order);
    const reading = {
      query,
      after: start?.recordKey,
      width: start?.width,
      pageSize: Math.min(limit + 1, LARGEST_PAGE),
    };
    const found = await firstOf(limit + 1, sourceOf(within(table, { milliseconds, tooLong }), reading));
    const page = pageOf(found, query);
    return { ...page, archived: isAtArchive(page, query) ? await archivedMonths({ table, index }, query) : [] };
  };
}

function within(table: Table, patience: Patience): AuditIndex {
  const patient = patientTable(table, patience);
  return { table: patient, index: chainIndex(patient) };
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
  milliseconds = SEARCH_MS.stream,
): (filter: AuditFilter) => AsyncIterable<readonly AuditRecord[]> {
  const tooLong = `The export takes longer than ${milliseconds / 60_000} minutes: narrow it with from and to.`;
  return async function* (query) {
    let batch: AuditRecord[] = [];
    const reading = { query, after: undefined, pageSize: LARGEST_PAGE };
    for await (const { record } of sourceOf(within(table, { milliseconds, tooLong }), reading)) {
      batch.push(record);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  };
}
