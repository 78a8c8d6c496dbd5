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
  const { at, ...members } = record;
  const kept = Object.fromEntries(HASHED.map((name) => [name, members[name]]));
  return canonicalJson({ ...kept, at: at.toString() });
}

/** Only what a table keeps is part of the hash: a member that nobody knows must not make a record look forged. */
const HASHED = [
  'actor',
  'action',
  'phase',
  'subject',
  'reason',
  'correlation',
  'outcome',
  'intent',
  'policy',
  'before',
  'after',
  'chain',
  'number',
  'previous',
] as const satisfies readonly (keyof AuditRecord)[];

/**
 * Walks records of one chain, oldest first, and finds the first that was changed, removed or put in; `undefined` if they
 * all fit. `end` is what the chain's head says its last record is.
 */
export function findChainFault(
  records: readonly AuditRecord[],
  { sha256, start, end }: { readonly sha256: Sha256; readonly start: ChainEnd; readonly end: ChainEnd },
): ChainFault | undefined {
  let last = start;
  for (const record of records) {
    const message = linkFault(record, last, sha256);
    if (message !== undefined) return { chain: record.chain, number: last.number + 1, message };
    last = { chain: record.chain, number: record.number, hash: record.hash };
  }
  if (last.number === end.number && last.hash === end.hash) return undefined;
  return {
    chain: end.chain,
    number: last.number + 1,
    message: `the chain ends at ${last.number}, its head says ${end.number}`,
  };
}

function linkFault(record: AuditRecord, last: ChainEnd, sha256: Sha256): string | undefined {
  if (record.number !== last.number + 1) return `record ${last.number + 1} is missing, ${record.number} follows`;
  if (record.previous !== last.hash) return `record ${record.number} is not linked to the record before it`;
  if (record.hash !== sha256(chainText(record))) return `record ${record.number} was changed after it was written`;
  return undefined;
}

/** JSON with the keys of every object sorted and without undefined members: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
