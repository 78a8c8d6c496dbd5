import { AppError } from '../../ports/errors.ts';
import type { Row, SentRow } from './storage/rows.ts';
import { unlessRefused } from './storage/rows.ts';
import type { Table } from './storage/table.ts';

/** In the partition of the last tick, before it, so that both are read together. */
export const DOCUMENT_MARK = { partitionKey: '_', rowKey: 'documents' };

/** Makes a change of documents, and marks that there was one. */
export type MarkedChange = <Result>(change: () => Promise<Result>) => Promise<Result>;

/**
 * Marks changes of documents in a row of the table `PoolState`, whose tag is the mark: it is another one before a change is made
 * and after it, and in between the row says that one is under way. Where the row cannot be written nothing is changed. Where nobody
 * knows whether a change was made, because its answer was lost or the process ended, it is under way until the next one.
 */
export function markedChanges(table: Table): MarkedChange {
  const mark = (underWay: boolean) =>
    table.run((client) => client.upsertEntity({ ...DOCUMENT_MARK, underWay }, 'Replace'));
  // Where that fails the change stays under way, which costs ticks a few requests and nobody else anything.
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

/** Was nothing changed for sure? */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code !== 'StorageUnavailable';
}

/** The mark that a row is; none while a change is under way. */
export function markIn(row: Row | SentRow | undefined): string | undefined {
  return row?.['underWay'] === false ? row.etag : undefined;
}

/** Adds the row where there was none. Whoever was faster has added a mark of its own. */
export async function addDocumentMark(table: Table): Promise<void> {
  const row = { ...DOCUMENT_MARK, underWay: false };
  await unlessRefused([409], () => table.run((client) => client.createEntity(row)));
}
