import pLimit from 'p-limit';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { type DayFigures, type UseBefore, useBeforeAfter } from '../../core/savings/day-figures.ts';
import type { DayFiguresStore } from '../../ports/day-figures.ts';
import { AppError } from '../../ports/errors.ts';
import { odata } from './storage/odata.ts';
import {
  deleteRows,
  findRow,
  propertiesByPage,
  queryProperties,
  queryRows,
  type RowName,
  unlessRefused,
} from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { writeRow } from './storage/write-row.ts';

/** How many rows of a pool are read at the same time. */
const AT_ONCE = 8;

/** How often a write is retried when another writer was faster. */
const ATTEMPTS = 3;

/**
 * A partition for each account. Rows by day and pool, so that days of an account are a range, and a day of a pool is one row;
 * and, after them, a row for each pool with its use before a policy acted, so that nobody has to read its days for it.
 */
export function dayFiguresTable(table: Table): DayFiguresStore {
  return {
    list: (pool, from, to) => daysOf(table, pool, daysBetween(from, to)),
    stream: async function* ({ account, poolId }, from, to) {
      if (poolId !== undefined) {
        yield daysOf(table, { account, poolId }, daysBetween(from, to));
        return;
      }
      const range = rangeOf(account, dayKey(from), dayKey(to + 1));
      for await (const rows of propertiesByPage(table, range, ['figures'])) yield rows.flatMap(fromRow);
    },
    listUseBefore: async ({ account, poolId }) => {
      if (poolId === undefined)
        return (await queryProperties(table, rangeOf(account, USE, AFTER_USE), USE_MEMBERS)).map(toUse);
      const row = await findRow(table, useName({ account, poolId }));
      return row === undefined ? [] : [toUse(row)];
    },
    poolsOf: async (account, day) => {
      const rows = await queryRows(table, rangeOf(account, dayKey(day), dayKey(day + 1)), KEYS);
      return rows.map(({ rowKey }) => ({ account, poolId: rowKey.slice(rowKey.indexOf('|') + 1) }));
    },
    add: async (figures) => {
      // First, because a day that has figures is not added again. To add it to the use twice changes nothing.
      await addToUse(table, figures);
      const row = { ...dayName(figures, figures.day), figures: JSON.stringify(figures) };
      await unlessRefused([409], () => table.run((client) => client.createEntity(row)));
    },
    sweep: async (before) => {
      const spent = odata`PartitionKey ge ${SPENT} and PartitionKey lt ${AFTER_SPENT}`;
      const old = await queryRows(table, `${spent} and ${odata`RowKey lt ${dayKey(before)}`}`, KEYS);
      const uses = odata`RowKey ge ${USE} and RowKey lt ${AFTER_USE}`;
      const unused = await queryRows(table, `${spent} and ${uses} and lastDay lt ${before}`, KEYS);
      await deleteRows(table, [...old, ...unused]);
      return old.length;
    },
  };
}

/** The prefix of the partitions of the figures; the table has others. */
const SPENT = 'spent|';
const AFTER_SPENT = 'spent}';

/** The prefix of the rows of pools, which sort after those of days. */
const USE = 'before|';
const AFTER_USE = 'before}';

const USE_MEMBERS = ['account', 'poolId', 'alwaysOnHours', 'paidHours', 'isOver', 'lastDay'];
const KEYS = ['PartitionKey', 'RowKey'];

function rangeOf(account: string, from: string, to: string): string {
  return odata`PartitionKey eq ${partitionOf(account)} and RowKey ge ${from} and RowKey lt ${to}`;
}

function partitionOf(account: string): string {
  return `${SPENT}${account}`;
}

/** Days as numbers of the same length sort in order of time. */
function dayKey(day: number): string {
  return String(day).padStart(6, '0');
}

function dayName({ account, poolId }: PoolName, day: number): RowName {
  return { partitionKey: partitionOf(account), rowKey: `${dayKey(day)}|${poolId.toLowerCase()}` };
}

function useName({ account, poolId }: PoolName): RowName {
  return { partitionKey: partitionOf(account), rowKey: `${USE}${poolId.toLowerCase()}` };
}

/** Both inclusive. */
function daysBetween(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** Row by row, because the days of a pool are among those of all others. */
async function daysOf(table: Table, pool: PoolName, days: readonly number[]): Promise<readonly DayFigures[]> {
  const atOnce = pLimit(AT_ONCE);
  const rows = await Promise.all(days.map((day) => atOnce(() => findRow(table, dayName(pool, day), ['figures']))));
  return rows.flatMap((row) => (row === undefined ? [] : fromRow(row)));
}

/** A day that cannot be parsed is left out: it must not keep the other days of all pools from being added up. */
function fromRow({ figures }: Readonly<Record<string, unknown>>): readonly DayFigures[] {
  try {
    const day = JSON.parse(String(figures)) as DayFigures;
    return Array.isArray(day.families) && Array.isArray(day.jobs) ? [day] : [];
  } catch {
    return [];
  }
}

async function addToUse(table: Table, figures: DayFigures): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const row = await findRow(table, useName(figures));
    const before = row && toUse(row);
    const after = useBeforeAfter(before, figures);
    if (after === before) return;
    if ((await writeRow(table, { ...useName(figures), ...after }, row?.etag)) !== undefined) return;
  }
  throw new AppError('StorageUnavailable', `The spending figures of ${figures.poolId} are being written by others.`);
}

function toUse({
  account,
  poolId,
  alwaysOnHours,
  paidHours,
  isOver,
  lastDay,
}: Readonly<Record<string, unknown>>): UseBefore {
  return {
    account: String(account),
    poolId: String(poolId),
    alwaysOnHours: Number(alwaysOnHours),
    paidHours: Number(paidHours),
    isOver: isOver === true,
    lastDay: Number(lastDay),
  };
}
