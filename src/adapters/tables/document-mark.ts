import { AppError } from '../../ports/errors.ts';
import type { Row, SentRow } from './storage/rows.ts';
import { unlessRefused } from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { replaceRow } from './storage/write-row.ts';

/** In the partition of the last tick, before that row, so that one request reads both. */
export const DOCUMENT_MARK = { partitionKey: '_', rowKey: 'documents' };

/** Makes a change of documents, and marks it. */
export type MarkedChange = <Result>(change: () => Promise<Result>) => Promise<Result>;

/**
 * Marks changes of documents in a row of the table `PoolState`, whose ETag is the mark. It changes before and after a change;
 * in between, the row says that a change is under way. If the row cannot be written, the change is not made. If it is not known
 * whether a change was made, because its response was lost or the process died, it stays under way until the next one.
 */
export function markedChanges(table: Table): MarkedChange {
  const mark = (underWay: boolean) => replaceRow(table, { ...DOCUMENT_MARK, underWay });
  // If this fails, the change stays under way, which costs ticks a few more requests.
  const end = () => mark(false).catch(() => undefined);
  return async (change) => {
    await mark(true);
    try {
      const result = await change();
      await end();
      return result;
    } catch (error) {
      if (isRefusal(error)) await end();
      throw error;
    }
  };
}

/** Was certainly nothing changed? */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code !== 'StorageUnavailable';
}

/** The mark in a row; `undefined` while a change is under way. */
export function markIn(row: Row | SentRow | undefined): string | undefined {
  return row?.['underWay'] === false ? row.etag : undefined;
}

/** Adds the row if there is none. If another process was faster, its mark stays. */
export async function addDocumentMark(table: Table): Promise<void> {
  const row = { ...DOCUMENT_MARK, underWay: false };
  await unlessRefused([409], () => table.run((client) => client.createEntity(row)));
}
