import { asciiBeginning, asciiJson } from '../text/ascii-json.ts';
import type { Sha256 } from './chain.ts';
import type { AuditEntry } from './record.ts';

/**
 * The longest values of a record, `before` and `after` together, as JSON in ASCII. An entity holds 1 MiB, which is half a million
 * characters for all its properties: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
 */
const LONGEST_VALUES = 450_000;
/** The longest value that stays whole beside a long one. */
const SHORT = 20_000;
/** How much of a value that is too long is recorded. */
const BEGINNING = 16_000;

/** The length of the values of an entry, as JSON in ASCII. */
export function valuesLength({ before, after }: Pick<AuditEntry, 'before' | 'after'>): number {
  return lengthOf(before) + lengthOf(after);
}

/**
 * The entry with values that fit into a record: of one that is too long, its length, hash and beginning are recorded. If only
 * one of the two can stay whole it is `after`, because what was before is in an earlier record.
 */
export function fitEntry(entry: AuditEntry, sha256: Sha256): AuditEntry {
  if (valuesLength(entry) <= LONGEST_VALUES) return entry;
  const { before, after } = entry;
  const most = LONGEST_VALUES - SHORT;
  const isAfterWhole = lengthOf(after) <= most;
  const isBeforeWhole = !isAfterWhole && lengthOf(before) <= most;
  return {
    ...entry,
    before: isBeforeWhole ? before : shortened(before, sha256),
    after: isAfterWhole ? after : shortened(after, sha256),
  };
}

/** Is only the beginning of a value recorded? */
export function isShortened(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'shortened' in value;
}

function shortened(value: unknown, sha256: Sha256): unknown {
  if (lengthOf(value) <= SHORT) return value;
  const json = JSON.stringify(value);
  return {
    shortened: {
      characters: json.length,
      sha256: sha256(json),
      begins: asciiBeginning(json, BEGINNING).toWellFormed(),
    },
  };
}

function lengthOf(value: unknown): number {
  return value === undefined ? 0 : asciiJson(value).length;
}
