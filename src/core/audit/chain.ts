import type { AuditEntry, AuditRecord } from './record.ts';

/** SHA-256 of a text in UTF-8, in hexadecimal digits. */
export type Sha256 = (text: string) => string;

/** The end of a chain: what the next record is linked to. */
export interface ChainEnd {
  readonly chain: string;
  /** The number of the last record; 0 if there is none yet. */
  readonly number: number;
  readonly hash: string;
}

/** Something that does not fit in a chain, and where. */
export interface ChainFault {
  readonly chain: string;
  /** Of the first record that does not fit; 0 if it is the chain as a whole, or its head. */
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
 * The text whose hash a record carries: all of it but the hash, as JSON with sorted keys, without what is not there. The
 * hash of the record before it is part of it, so that no record can be changed, removed or put in without a trace.
 */
export function chainText(record: Omit<AuditRecord, 'hash'>): string {
  const members = HASHED.flatMap((name) => {
    const value = name === 'at' ? record.at.toString() : record[name];
    return value === undefined ? [] : [`"${name}":${canonicalJson(value)}`];
  });
  return `{${members.join(',')}}`;
}

/** In order. Only what a table keeps is part of the hash: a member that nobody knows must not make a record look forged. */
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
 * What is wrong with a record that follows the end of a chain; `undefined` if it fits. It looks at the number first, then
 * at the link to the record before, then at the record itself.
 */
export function linkFault(record: AuditRecord, last: ChainEnd, sha256: Sha256): string | undefined {
  const { number } = record;
  if (number <= last.number) return `record ${number} is there once more: one of the two was put in`;
  if (number !== last.number + 1) return `${missingText(last.number + 1, number - 1)}, ${number} follows`;
  if (record.previous !== last.hash) return `record ${number} is not linked to the record before it`;
  return contentFault(record, sha256);
}

/** What is wrong with a record taken by itself: its hash is not that of its text. */
export function contentFault(record: AuditRecord, sha256: Sha256): string | undefined {
  return record.hash === sha256(chainText(record))
    ? undefined
    : `record ${record.number} was changed after it was written`;
}

/** Says that the records of some numbers, both inclusive, are not there. */
export function missingText(first: number, last: number): string {
  return first === last ? `record ${first} is missing` : `records ${first} to ${last} are missing`;
}

/** How far a chain has been walked, oldest record first. */
export interface WalkUp {
  readonly last: ChainEnd;
  readonly fault: ChainFault | undefined;
}

/** Before the first record: `start` is the end of what comes before. */
export function beginWalkUp(start: ChainEnd): WalkUp {
  return { last: start, fault: undefined };
}

/** One record further. The first fault is kept, and the walk goes on from the record as it is. */
export function stepUp({ last, fault }: WalkUp, record: AuditRecord, sha256: Sha256): WalkUp {
  const { chain, number, hash } = record;
  const message = fault === undefined ? linkFault(record, last, sha256) : undefined;
  const found = message === undefined ? fault : { chain, number: Math.min(last.number + 1, number), message };
  return { last: { chain, number, hash }, fault: found };
}

/** What is wrong with a chain all of whose records were walked, whose end is known from elsewhere. */
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
 * Walks records of one chain, oldest first, and finds the first that was changed, removed or put in; `undefined` if they
 * all fit. `end` is what the chain's head says its last record is.
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
  // A replacer makes JSON.stringify several times slower.
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
