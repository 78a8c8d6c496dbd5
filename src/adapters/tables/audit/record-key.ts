import type { AuditOrder } from '../../../ports/audit.ts';
import { timeKey } from '../storage/time-key.ts';
import { rowPrefix } from './keys.ts';

/** The position of a record among all records: newest first, within an instant by chain, within a chain the last first. */
export interface RecordKey {
  readonly time: string;
  readonly number: string;
  readonly chain: string;
}

const LAST_NUMBER = 9_999_999_999;
const LAST_MILLISECOND = 9_999_999_999_999;

/** The key of a record, from its time and its number in its chain. */
export function recordKeyOf(
  milliseconds: number,
  { number, chain }: { readonly number: number; readonly chain: string },
): RecordKey {
  return { time: timeKey(milliseconds), number: String(LAST_NUMBER - number).padStart(10, '0'), chain };
}

/** The time of a record key, in milliseconds. */
export function millisecondsOf({ time }: Pick<RecordKey, 'time'>): number {
  return LAST_MILLISECOND - Number(time);
}

/** The number in its chain of a record key. */
export function numberOf({ number }: Pick<RecordKey, 'number'>): number {
  return LAST_NUMBER - Number(number);
}

/** Compares two record keys, newest first; oldest first is the exact opposite. */
export function compareRecordKeys(a: RecordKey, b: RecordKey, order: AuditOrder): number {
  const newestFirst = compare(a.time, b.time) || compare(a.chain, b.chain) || compare(a.number, b.number);
  return order === 'newest' ? newestFirst : -newestFirst;
}

/** The row key of a record in its chain; with a node, that of its copy under the node. */
export function recordRow({ time, number }: RecordKey, node?: string): string {
  return `${rowPrefix(node)}${time}.${number}`;
}

/** The record key of a row. */
export function recordKeyOfRow(chain: string, row: string): RecordKey {
  const [number = '', time = ''] = row.split('.').toReversed();
  return { time, number, chain };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
