import type { Temporal } from 'temporal-polyfill';
import { numberOf, type RecordKey } from './record-key.ts';
import type { Survey } from './upward.ts';

/** Numbers in a chain have ten digits, so a time and a number together are one number that counts up. */
const NUMBERS = 10_000_000_000n;
/** The largest position: thirteen digits of time and ten of number. */
const LAST = 10n ** 23n - 1n;
/** The largest time that a key can have, in milliseconds. */
const LAST_MILLISECOND = 9_999_999_999_999;
/** The first range of a chain that is read if nothing is known of it: an hour. */
export const FIRST_WIDTH = 3_600_000n * NUMBERS;

/** The positions of a chain's records in a span. */
export function spanOf({ from, to }: { readonly from: Temporal.Instant; readonly to: Temporal.Instant }) {
  return { low: beginningOf(from), high: beginningOf(to) };
}

/** The key of a position in a row: every digit is subtracted from nine. */
export function keyAt(position: bigint): string {
  const digits = String(LAST - position).padStart(23, '0');
  return `${digits.slice(0, 13)}.${digits.slice(13)}`;
}

/**
 * The first position in a chain after a record key, oldest first; within an instant, chains come in descending order of their
 * names.
 */
export function positionOf(chain: string, { time, number, chain: shown }: RecordKey): bigint {
  if (chain === shown) return LAST - BigInt(time + number) + 1n;
  const moment = BigInt(LAST_MILLISECOND) - BigInt(time);
  return (chain < shown ? moment : moment + 1n) * NUMBERS;
}

/** Fewer records than these do not show how dense the others are. */
const FEWEST_TO_SURVEY = 40;

/**
 * Estimates where the records of a chain are, from the last ones of a part of it, newest first: their numbers say how many come
 * before them. If only a part of the records was requested, the same share of the earlier ones is assumed to match.
 */
export function surveyOf(newest: readonly RecordKey[], shown: number): Survey | undefined {
  const [last, first] = [newest.at(0), newest.at(-1)];
  if (last === undefined || first === undefined || newest.length < FEWEST_TO_SURVEY) return undefined;
  const lowest = positionOf(first.chain, first);
  const steps = BigInt(newest.length - 1);
  const numbers = BigInt(numberOf(last) - numberOf(first));
  if (numbers <= 0n) return undefined;
  const before = (BigInt(numberOf(first) - shown) * steps) / numbers;
  return { lowest, apart: (positionOf(last.chain, last) - lowest) / steps, before };
}

/** Keys are whole milliseconds, so a time within a millisecond counts as later than its beginning. */
function beginningOf(moment: Temporal.Instant): bigint {
  const milliseconds = Math.min(Math.max(moment.epochMilliseconds, 0), LAST_MILLISECOND);
  return BigInt(milliseconds) * NUMBERS;
}
