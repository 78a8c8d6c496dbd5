import { type ChainEnd, type ChainFault, contentFault, missingText, type Sha256 } from './chain.ts';
import type { AuditRecord } from './record.ts';

/** The progress of verifying a chain, newest record first. */
export interface WalkDown {
  readonly chain: string;
  /** The number that is expected next. */
  readonly number: number;
  /** The hash that the next record must have, by the link of the record after it. */
  readonly hash: string;
  /** The fault with the smallest number so far. */
  readonly fault: ChainFault | undefined;
}

/**
 * Adds the next older record. The verification continues from the record as it is, and keeps the fault with the smallest
 * number.
 */
export function stepDown(walk: WalkDown, record: AuditRecord, sha256: Sha256): WalkDown {
  const message = faultBelow(walk, record, sha256);
  const next = { chain: walk.chain, number: record.number - 1, hash: record.previous };
  return {
    ...next,
    fault: message === undefined ? walk.fault : lowestFault(walk.fault, { chain: walk.chain, ...message }),
  };
}

/** The fault of a chain after its first record; `start` is the end of the previous chain, or empty. */
export function endWalkDown({ chain, number, hash, fault }: WalkDown, start: ChainEnd): ChainFault | undefined {
  if (number > 0) return { chain, number: 1, message: missingText(1, number) };
  if (hash === start.hash) return fault;
  const message =
    start.chain === chain
      ? 'record 1 refers to a record before it, and there is no earlier chain'
      : `record 1 is not linked to the end of ${start.chain}: one of the two was changed, or what was between is gone`;
  return { chain, number: 1, message };
}

function faultBelow(
  { number, hash }: WalkDown,
  record: AuditRecord,
  sha256: Sha256,
): Pick<ChainFault, 'number' | 'message'> | undefined {
  const changed = contentFault(record, sha256);
  if (changed !== undefined) return { number: record.number, message: changed };
  if (record.number > number) {
    return {
      number: record.number,
      message: `record ${record.number} is there once more: one of the two was put in`,
    };
  }
  if (record.number < number) {
    const message = `${missingText(record.number + 1, number)}, ${number + 1} follows`;
    return { number: record.number + 1, message };
  }
  if (record.hash === hash) return undefined;
  return {
    number: record.number,
    message: `record ${number} is not the one that what follows it is linked to: it was changed and hashed anew`,
  };
}

/** The fault with the smaller number. */
export function lowestFault(a: ChainFault | undefined, b: ChainFault): ChainFault {
  return a === undefined || b.number <= a.number ? b : a;
}
