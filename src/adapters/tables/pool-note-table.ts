import { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolNote, PoolNotes } from '../../ports/pool-notes.ts';
import { sha256 } from '../../ports/sha256.ts';
import { odata } from './storage/odata.ts';
import { deleteRow, findRow, isRefusal, queryRows, type RowName, type SentRow } from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { writeRow } from './storage/write-row.ts';

/**
 * Notes about pools in a table: an account and a kind of note are a partition, so that the notes about one pool are a range.
 * Pools match in any letter case, as in Batch.
 */
export function poolNoteTable(table: Table, kind: string): PoolNotes {
  const partitionOf = (account: string) => `${kind}|${account}`;
  const keysOf = ({ account, poolId }: PoolName, id: string) => ({
    partitionKey: partitionOf(account),
    rowKey: `${poolId.toLowerCase()}|${id}`,
  });
  const entityOf = ({ account, poolId, id, text, until }: Omit<PoolNote, 'version'>) => ({
    ...keysOf({ account, poolId }, id),
    ...{ account, poolId, text, until: sortable(until) },
  });
  return {
    list: (at) =>
      // Instants as texts with the same number of digits sort in order of time.
      read(table, odata`PartitionKey ge ${`${kind}|`} and PartitionKey lt ${`${kind}}`} and until gt ${sortable(at)}`),
    listOf: ({ account, poolId }) => {
      const pool = poolId.toLowerCase();
      return read(
        table,
        odata`PartitionKey eq ${partitionOf(account)} and RowKey ge ${`${pool}|`} and RowKey lt ${`${pool}}`}`,
      );
    },
    put: async (note) => {
      await table.run((client) => client.upsertEntity(entityOf(note), 'Replace'));
      return { ...note, version: versionOf(note.text) };
    },
    putOver: async (note, version) => {
      const row = version === undefined ? undefined : await findRow(table, keysOf(note, note.id));
      const isThere = row !== undefined && fromRow({ ...row, ...keysOf(note, note.id) }).version === version;
      if (version !== undefined && !isThere) return false;
      return (await writeRow(table, entityOf(note), row?.etag)) !== undefined;
    },
    delete: async (pool, id, version) => {
      if (version !== undefined) return deleteVersion(table, keysOf(pool, id), version);
      await deleteRow(table, keysOf(pool, id));
      return true;
    },
  };
}

async function read(table: Table, filter: string): Promise<readonly PoolNote[]> {
  return (await queryRows(table, filter)).map(fromRow);
}

/** @returns `false` if there is another version, so that nothing was deleted */
async function deleteVersion(table: Table, keys: RowName, version: string): Promise<boolean> {
  const row = await findRow(table, keys);
  if (row === undefined) return true;
  if (fromRow({ ...row, ...keys }).version !== version) return false;
  try {
    await table.run((client) => client.deleteEntity(keys.partitionKey, keys.rowKey, { etag: row.etag }));
    return true;
  } catch (error) {
    // The note is gone, as requested: this very request may have deleted it if its first response was lost.
    if (isRefusal(error, [404])) return true;
    if (isRefusal(error, [412])) return false;
    throw error;
  }
}

/** Later than any instant in a query. */
const NEVER = Temporal.Instant.from('9999-12-31T00:00Z');

/** A note whose end cannot be parsed is in force, but without content: its pool is left alone. */
function fromRow({ rowKey, account, poolId, text, until }: SentRow): PoolNote {
  const ends = instantIn(until);
  const said = ends === undefined ? `its end is no instant: ${until}` : String(text);
  return {
    account: String(account),
    poolId: String(poolId),
    id: rowKey.slice(rowKey.indexOf('|') + 1),
    text: said,
    version: versionOf(said),
    until: ends ?? NEVER,
  };
}

function instantIn(value: unknown): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(String(value));
  } catch {
    return undefined;
  }
}

function versionOf(text: string): string {
  return sha256(text).slice(0, 16);
}

function sortable(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'millisecond' });
}
