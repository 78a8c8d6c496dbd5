import type { Temporal } from 'temporal-polyfill';
import type { AuditOrder } from '../../../ports/audit.ts';
import { odata } from '../storage/odata.ts';
import type { Table } from '../storage/table.ts';
import { HOURS, hourKey, hourNumber } from './keys.ts';
import { firstRows, LARGEST_PAGE, readRows } from './read-rows.ts';
import { upward } from './upward.ts';

/** A chain that has records in an hour. */
export interface HourSign {
  readonly hour: string;
  readonly chain: string;
}

/** Which hours to read, and in which order. */
export interface HourRange {
  /** `from` is inclusive, `to` exclusive. */
  readonly from: Temporal.Instant | undefined;
  readonly to: Temporal.Instant | undefined;
  readonly order: AuditOrder;
}

/** The index rows of hours between two instants, page by page, because they go back to the first record. */
export function readHours(table: Table, range: HourRange): AsyncIterable<HourSign> {
  return range.order === 'oldest' ? hoursUp(table, range) : hoursDown(table, range);
}

const PAGE = 200;
const ONLY_KEYS = ['rowKey'] as const;

async function* hoursDown(table: Table, { from, to }: HourRange): AsyncIterable<HourSign> {
  const first = to === undefined ? '' : hourKey(to.epochMilliseconds - 1);
  // `~` sorts after every character of a key.
  const last = from === undefined ? '~' : `${hourKey(from.epochMilliseconds)}.~`;
  const filter = odata`PartitionKey eq ${HOURS} and RowKey ge ${first} and RowKey le ${last}`;
  for await (const rows of readRows(table, { filter, pageSize: PAGE, select: ONLY_KEYS }))
    for (const { rowKey } of rows) yield toSign(rowKey);
}

/** The first range if the beginning is open: a month. */
const FIRST_STEP_HOURS = 720n;
const LAST_HOUR = 9_999_999;

async function* hoursUp(table: Table, { from, to }: HourRange): AsyncIterable<HourSign> {
  const read = async (low: bigint, high: bigint, most: number) => {
    const filter = odata`PartitionKey eq ${HOURS} and RowKey ge ${keyOf(high - 1n)} and RowKey le ${`${keyOf(low)}.~`}`;
    return firstRows(table, { filter, pageSize: Math.min(most + 1, LARGEST_PAGE), most: most + 1, select: ONLY_KEYS });
  };
  const low = BigInt(from === undefined ? 0 : hourNumber(hourKey(from.epochMilliseconds)));
  const high = to === undefined ? BigInt(LAST_HOUR) : BigInt(hourNumber(hourKey(to.epochMilliseconds - 1)) + 1);
  for await (const { rows } of upward({ low, high, width: FIRST_STEP_HOURS, most: PAGE, read, glance: read }))
    for (const { rowKey } of rows.toReversed()) yield toSign(rowKey);
}

function keyOf(hour: bigint): string {
  return String(LAST_HOUR - Number(hour)).padStart(7, '0');
}

function toSign(row: string): HourSign {
  const dot = row.indexOf('.');
  return { hour: row.slice(0, dot), chain: row.slice(dot + 1) };
}
