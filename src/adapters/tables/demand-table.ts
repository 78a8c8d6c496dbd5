import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { decodeDemand, encodeDemand, isNewerDemand } from '../../core/demand/demand-day.ts';
import type { DemandMinute } from '../../core/demand/demand-minute.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { DemandRecords } from '../../ports/demand-records.ts';
import { AppError } from '../../ports/errors.ts';
import { bytesFromChunks, toByteChunks } from './storage/byte-chunks.ts';
import { odata } from './storage/odata.ts';
import { deleteRows, queryRows } from './storage/rows.ts';
import { statusOf, type Table } from './storage/table.ts';
import { writeRow } from './storage/write-row.ts';

const [compress, expand] = [promisify(gzip), promisify(gunzip)];
/** The most bytes of a day; a usual one takes about 40 kB before compression. */
const MOST_BYTES = 1024 * 1024;
/** How often a write is retried when another writer was faster. */
const ATTEMPTS = 3;

interface Keys {
  readonly partitionKey: string;
  readonly rowKey: string;
}

interface Day {
  readonly minutes: readonly DemandMinute[];
  readonly tag: string | undefined;
  /** Has a newer version of the app written it? Then its minutes are not known here, and are kept. */
  readonly isNewer: boolean;
}

/**
 * The recorded demand of pools in a table: an entity for each pool and day, so that days of a pool are a range of one
 * partition. Pools match in any letter case, as in Batch.
 */
export function demandTable(table: Table): DemandRecords {
  return {
    readDay: async (pool, day) => (await readDay(table, pool, day)).minutes,
    addToDay: async (pool, day, minutes) => {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        if (await addOnce(table, { ...keysOf(pool, day), minutes, before: await readDay(table, pool, day) })) return;
      }
      throw new AppError('StorageUnavailable', `The demand of the pool ${pool.poolId} is being written by others.`);
    },
    sweep: async (before) => {
      const filter = odata`PartitionKey ge ${SEEN} and PartitionKey lt ${AFTER_SEEN} and RowKey lt ${rowOf(before)}`;
      const old = await queryRows(table, filter, ['PartitionKey', 'RowKey']);
      await deleteRows(table, old);
      return old.length;
    },
  };
}

/** The prefix of the partitions of the days; the table has others. */
const SEEN = 'seen|';
const AFTER_SEEN = 'seen}';

interface Addition extends Keys {
  readonly minutes: readonly DemandMinute[];
  readonly before: Day;
}

/** @returns `false` if somebody else has written the day meanwhile */
async function addOnce(table: Table, { minutes, before, ...keys }: Addition): Promise<boolean> {
  if (before.isNewer) return true;
  const known = new Set(before.minutes.map(({ minute }) => minute));
  const added = minutes.filter(({ minute }) => !known.has(minute));
  if (added.length === 0) return true;
  const all = [...before.minutes, ...added].toSorted((a, b) => a.minute - b.minute);
  return writeDay(table, { ...keys, minutes: all, tag: before.tag });
}

async function readDay(table: Table, pool: PoolName, day: number): Promise<Day> {
  const { partitionKey, rowKey } = keysOf(pool, day);
  try {
    const entity = await table.run((client) => client.getEntity<Record<string, unknown>>(partitionKey, rowKey));
    const bytes = await unpack(bytesFromChunks(entity, 'minutes'));
    return { minutes: decodeDemand(bytes) ?? [], tag: entity.etag, isNewer: isNewerDemand(bytes) };
  } catch (error) {
    if (statusOf(error) === 404) return { minutes: [], tag: undefined, isNewer: false };
    throw error;
  }
}

/** Content that cannot be read counts as none, and is overwritten: it must not stop the management of its pool. */
async function unpack(bytes: Uint8Array = NOTHING): Promise<Uint8Array> {
  return expand(bytes, { maxOutputLength: MOST_BYTES }).catch(() => NOTHING);
}

const NOTHING = new Uint8Array();

/** @returns `false` if somebody else has written the day meanwhile */
async function writeDay(
  table: Table,
  { partitionKey, rowKey, minutes, tag }: Omit<Day, 'isNewer'> & Keys,
): Promise<boolean> {
  const entity = { partitionKey, rowKey, ...toByteChunks('minutes', await compress(encodeDemand(minutes))) };
  return (await writeRow(table, entity, tag)) !== undefined;
}

/** Days as numbers of the same length sort in order of time. */
function keysOf({ account, poolId }: PoolName, day: number): Keys {
  return { partitionKey: `${SEEN}${account}|${poolId.toLowerCase()}`, rowKey: rowOf(day) };
}

function rowOf(day: number): string {
  return String(day).padStart(6, '0');
}
