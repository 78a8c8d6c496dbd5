import { gather, gatherBy } from './gather.ts';
import { odata } from './odata.ts';
import { arePacked } from './packed-text.ts';
import { findRow, queryRows, type Row, type RowName, type SentRow } from './rows.ts';
import { statusOf, type Table } from './table.ts';
import { writeTransaction } from './transaction.ts';
import { makeWrite, type RowWrite } from './write-row.ts';

/** Two, so that a slow response does not block the others. */
const AT_ONCE = 2;

/**
 * "A maximum of 15 discrete comparisons are permitted within a $filter string": one is for the partition, and two bound the
 * range of rows. https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities
 */
const MOST_READ = 12;

/**
 * A transaction has at most 100 entities and 4 MiB:
 * https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions. Large rows are written alone, so
 * that this many fit.
 */
const MOST_WRITTEN = 50;
const LARGEST_CHARACTERS = 20_000;

/** Finds rows like `findRow`, binary properties perhaps in Base64; concurrent reads of a partition share a request. */
export function gatheredReads(table: Table): (name: RowName) => Promise<Row | SentRow | undefined> {
  return gatherBy(
    ({ partitionKey }) => partitionKey,
    () =>
      gather<RowName, Row | SentRow | undefined>({ atOnce: AT_ONCE, most: MOST_READ }, (names) => {
        const [first] = names;
        if (first === undefined || names.length === 1) return names.map((name) => findRow(table, name));
        const found = rowsOf(table, first.partitionKey, [...new Set(names.map(({ rowKey }) => rowKey))]);
        return names.map(async ({ rowKey }) => (await found).get(rowKey));
      }),
  );
}

async function rowsOf(table: Table, partition: string, keys: readonly string[]): Promise<ReadonlyMap<string, SentRow>> {
  const inOrder = keys.toSorted();
  const [first, last] = [inOrder.at(0) ?? '', inOrder.at(-1) ?? ''];
  const within = odata`PartitionKey eq ${partition} and RowKey ge ${first} and RowKey le ${last}`;
  const filter = `${within} and (${keys.map((key) => odata`RowKey eq ${key}`).join(' or ')})`;
  const rows = await queryRows(table, filter);
  return new Map(rows.map((row) => [row.rowKey, row]));
}

/** Makes writes like `makeWrite`; concurrent writes to a partition share a transaction. */
export function gatheredWrites(table: Table): (write: RowWrite) => Promise<string | undefined> {
  const writing = gatherBy<RowWrite, string | undefined>(
    ({ row }) => row.partitionKey,
    () =>
      gather({ atOnce: AT_ONCE, most: MOST_WRITTEN }, (writes) => {
        // A transaction accepts each row once; a second write over the same ETag fails in any case.
        const isRepeated = new Set(writes.map(({ row }) => row.rowKey)).size < writes.length;
        if (writes.length === 1 || isRepeated) return writes.map((write) => makeWrite(table, write));
        const tags = writeTogether(table, writes);
        return writes.map(async (write, index) => {
          const made = await tags;
          return made === undefined ? makeWrite(table, write) : (made[index] ?? '');
        });
      }),
  );
  return (write) => (isLarge(write) ? makeWrite(table, write) : writing(write));
}

/**
 * `undefined` if the transaction was refused: one write may be the cause, or a response was lost, so each write is then made on
 * its own.
 */
async function writeTogether(
  table: Table,
  writes: readonly RowWrite[],
): Promise<readonly (string | undefined)[] | undefined> {
  try {
    return await writeTransaction(table, writes);
  } catch (error) {
    if (wasRefused(error)) return undefined;
    throw error;
  }
}

/** Was there a response that refused it? */
function wasRefused(error: unknown): boolean {
  const status = statusOf(error) ?? (error instanceof Error ? statusOf(error.cause) : undefined) ?? 0;
  return status >= 400 && status < 500;
}

/** A row with binary properties is one that was packed, and a transaction takes none. */
function isLarge({ row }: RowWrite): boolean {
  if (arePacked(row)) return true;
  const characters = Object.values(row).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  );
  return characters > LARGEST_CHARACTERS;
}
