import { randomUUID } from 'node:crypto';
import type { TableEntity } from '@azure/data-tables';
import { keyOf, textsOf } from './row-text.ts';
import { findRow, isRefusal } from './rows.ts';
import { refused, send } from './send.ts';
import type { Table } from './table.ts';

/** The property with the id of the write that left the row. */
const WRITE = 'write';

/** A row to write over the one with `tag`, or, without `tag`, as a new one. */
export interface RowWrite {
  readonly row: TableEntity<{ readonly [WRITE]: string }>;
  readonly tag: string | undefined;
}

/** Gives a write its id, before the first attempt. */
export function namedWrite(row: TableEntity<object>, tag: string | undefined): RowWrite {
  return { row: { ...row, [WRITE]: randomUUID() }, tag };
}

/**
 * Writes a whole row over the one with `tag`, or, without `tag`, as a new one.
 * @returns its new ETag; `undefined`, and nothing was written, if somebody else has written the row since
 *
 * If a response is lost, the SDK sends the same request again, and the service refuses it because of the first one. Therefore
 * each write stores an id in the row: if the row has this id, the write was made, whatever the response.
 */
export function writeRow(table: Table, row: TableEntity<object>, tag: string | undefined): Promise<string | undefined> {
  return makeWrite(table, namedWrite(row, tag));
}

/** The same for a write with an id, because it may have been attempted before. */
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
  // If the row cannot be read either, the first error says more.
  const found = await findRow(table, row, [WRITE]).catch(() => undefined);
  return found?.[WRITE] === row[WRITE] ? found.etag : undefined;
}

const REPLACE = { accept: 'application/json', 'Content-Type': 'application/json', DataServiceVersion: '3.0' };

/** Writes a whole row, whatever was there: its members are texts, numbers and booleans. */
export async function replaceRow(table: Table, row: TableEntity<Readonly<Record<string, unknown>>>): Promise<void> {
  await table.run(async (client) => {
    const resource = `${client.tableName}(${keyOf(row)})`;
    const response = await send(client, { method: 'PUT', resource, headers: REPLACE, body: textsOf(row).join('') });
    const { status, bodyAsText } = response;
    if (status >= 300) throw await refused(response, { status, text: bodyAsText ?? '' });
  });
}
