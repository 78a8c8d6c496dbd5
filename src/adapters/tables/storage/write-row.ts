import { randomUUID } from 'node:crypto';
import type { TableEntity } from '@azure/data-tables';
import { findRow, isRefusal } from './rows.ts';
import type { Table } from './table.ts';

/** The property that names the write which a row was left by. */
const WRITE = 'write';

/**
 * Writes a whole row over the one with `tag`, or the first one without. Gives its new tag; `undefined`, and nothing was
 * written, if somebody else has written the row since.
 *
 * An answer that was lost makes the SDK send the same request again, which the service refuses because of the first. So each
 * write leaves a name of its own in the row: where it is found there, the write was made, whatever was answered.
 */
export async function writeRow(
  table: Table,
  row: TableEntity<object>,
  tag: string | undefined,
): Promise<string | undefined> {
  const write = randomUUID();
  const entity = { ...row, [WRITE]: write };
  try {
    const { etag } = await table.run((client) =>
      tag === undefined ? client.createEntity(entity) : client.updateEntity(entity, 'Replace', { etag: tag }),
    );
    return etag ?? '';
  } catch (error) {
    const found = await tagOfOwn(table, row, write);
    if (found !== undefined) return found;
    if (isRefusal(error, [404, 409, 412])) return undefined;
    throw error;
  }
}

async function tagOfOwn(table: Table, row: TableEntity<object>, write: string): Promise<string | undefined> {
  // Where the row cannot be read either, the first error says more.
  const found = await findRow(table, row, [WRITE]).catch(() => undefined);
  return found?.[WRITE] === write ? found.etag : undefined;
}
