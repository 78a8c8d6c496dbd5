import type { AuditEntry, AuditRecord } from './record.ts';

/** SHA-256 of a text in UTF-8, in hexadecimal digits. */
export type Sha256 = (text: string) => string;

/** The end of a chain, to which the next record is linked. */
export interface ChainEnd {
  readonly chain: string;
  /** The number of the last record; 0 if there is none yet. */
  readonly number: number;
  readonly hash: string;
}

/** A fault of a chain, and its place. */
export interface ChainFault {
  readonly chain: string;
  /** The number of the first wrong record; 0 if the fault is in the chain as a whole, or in its head. */
  readonly number: number;
  readonly message: string;
}

/** Links entries to the end of a chain, in order. */
export function linkEntries(end: ChainEnd, entries: readonly AuditEntry[], sha256: Sha256): readonly AuditRecord[] {
  const records: AuditRecord[] = [];
  let { number, hash: previous } = end;
  for (const entry of entries) {
    number += 1;
    const place = { ...entry, chain: end.chain, number, previous };
    const hash = sha256(chainText(place));
    records.push({ ...place, hash });
    previous = hash;
  }
  return records;
}

/**
 * The text whose hash a record carries: the whole record without the hash, as JSON with sorted keys and without undefined
 * members. It includes the hash of the previous record, so a record cannot be changed, removed or inserted unnoticed.
 */
export function chainText(record: Omit<AuditRecord, 'hash'>): string {
  const members = HASHED.flatMap((name) => {
    const value = name === 'at' ? record.at.toString() : record[name];
    return value === undefined ? [] : [`"${name}":${canonicalJson(value)}`];
  });
  return `{${members.join(',')}}`;
}

/**
 * The hashed members, in order. Only members that the table stores are hashed: an unknown member must not make a record look
 * forged.
 */
const HASHED = [
  'action',
  'actor',
  'after',
  'at',
  'before',
  'chain',
  'correlation',
  'intent',
  'number',
  'outcome',
  'phase',
  'policy',
  'previous',
  'reason',
  'subject',
] as const satisfies readonly (keyof AuditRecord)[];

/**
 * The fault of a record that follows the end of a chain; `undefined` if it has none. Checks the number first, then the link to
 * the previous record, then the record itself.
 */
export function linkFault(record: AuditRecord, last: ChainEnd, sha256: Sha256): string | undefined {
  const { number } = record;
  if (number <= last.number) return `record ${number} is there once more: one of the two was put in`;
  if (number !== last.number + 1) return `${missingText(last.number + 1, number - 1)}, ${number} follows`;
  if (record.previous !== last.hash) return `record ${number} is not linked to the record before it`;
  return contentFault(record, sha256);
}

/** The fault of a single record: its hash does not match its text. */
export function contentFault(record: AuditRecord, sha256: Sha256): string | undefined {
  return record.hash === sha256(chainText(record))
    ? undefined
    : `record ${record.number} was changed after it was written`;
}

/** Says that the records from one number to another, both included, are missing. */
export function missingText(first: number, last: number): string {
  return first === last ? `record ${first} is missing` : `records ${first} to ${last} are missing`;
}

/** The progress of verifying a chain, oldest record first. */
export interface WalkUp {
  readonly last: ChainEnd;
  readonly fault: ChainFault | undefined;
}

/** Begins before the first record: `start` is the end of what comes before. */
export function beginWalkUp(start: ChainEnd): WalkUp {
  return { last: start, fault: undefined };
}

/** Adds the next record. The first fault is kept, and the verification continues from the record as it is. */
export function stepUp({ last, fault }: WalkUp, record: AuditRecord, sha256: Sha256): WalkUp {
  const { chain, number, hash } = record;
  const message = fault === undefined ? linkFault(record, last, sha256) : undefined;
  const found = message === undefined ? fault : { chain, number: Math.min(last.number + 1, number), message };
  return { last: { chain, number, hash }, fault: found };
}

/** The fault of a chain after its last record, compared with its known end. */
export function endWalkUp({ last, fault }: WalkUp, end: ChainEnd): ChainFault | undefined {
  if (fault !== undefined) return fault;
  const { chain } = end;
  if (last.number < end.number) {
    const message = `${missingText(last.number + 1, end.number)}: the chain ends at ${last.number}, its head says ${end.number}`;
    return { chain, number: last.number + 1, message };
  }
  if (last.number > end.number) {
    const message = `the head says that the chain ends at ${end.number}, and record ${end.number + 1} follows`;
    return { chain, number: end.number + 1, message };
  }
  if (last.hash === end.hash) return undefined;
  return { chain, number: last.number, message: `record ${last.number} is not the one that the head names` };
}

/**
 * Verifies the records of one chain, oldest first, and returns the first fault: a record that was changed, removed or inserted;
 * `undefined` if there is none. `end` is the last record by the chain's head.
 */
export function findChainFault(
  records: readonly AuditRecord[],
  { sha256, start, end }: { readonly sha256: Sha256; readonly start: ChainEnd; readonly end: ChainEnd },
): ChainFault | undefined {
  return endWalkUp(
    records.reduce((walk, record) => stepUp(walk, record, sha256), beginWalkUp(start)),
    end,
  );
}

/** JSON with the keys of every object sorted and without undefined members: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  // A replacer would make JSON.stringify several times slower.
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
