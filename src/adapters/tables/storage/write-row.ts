import { randomUUID } from 'node:crypto';
import type { TableEntity } from '@azure/data-tables';
import { findRow, isRefusal } from './rows.ts';
import type { Table } from './table.ts';

/** The property that names the write which a row was left by. */
const WRITE = 'write';

/** A row that is to be written over the one with `tag`, or as the first one without. */
export interface RowWrite {
  readonly row: TableEntity<{ readonly [WRITE]: string }>;
  readonly tag: string | undefined;
}

/** Names a write of a row, before it is tried for the first time. */
export function namedWrite(row: TableEntity<object>, tag: string | undefined): RowWrite {
  return { row: { ...row, [WRITE]: randomUUID() }, tag };
}

/**
 * Writes a whole row over the one with `tag`, or the first one without. Gives its new tag; `undefined`, and nothing was
 * written, if somebody else has written the row since.
 *
 * An answer that was lost makes the SDK send the same request again, which the service refuses because of the first. So each
 * write leaves a name of its own in the row: where it is found there, the write was made, whatever was answered.
 */
export function writeRow(table: Table, row: TableEntity<object>, tag: string | undefined): Promise<string | undefined> {
  return makeWrite(table, namedWrite(row, tag));
}

/** The same for a write that has its name, because it may have been tried already. */
export async function makeWrite(table: Table, write: RowWrite): Promise<string | undefined> {
  const { row, tag } = write;
  try {
    const { etag } = await table.run((client) =>
      tag === undefined ? client.createEntity(row) : client.updateEntity(row, 'Replace', { etag: tag }),
    );
    return etag ?? '';
  } catch (error) {
    const found = await tagOfOwn(table, write);
    if (found !== undefined) return found;
    if (isRefusal(error, [404, 409, 412])) return undefined;
    throw error;
  }
}

async function tagOfOwn(table: Table, { row }: RowWrite): Promise<string | undefined> {
  // Where the row cannot be read either, the first error says more.
  const found = await findRow(table, row, [WRITE]).catch(() => undefined);
  return found?.[WRITE] === row[WRITE] ? found.etag : undefined;
}
