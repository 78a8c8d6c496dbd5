import { AppError } from '../../../ports/errors.ts';

/**
 * The version in which rows are written. Raise it only if an older app would misread a row, not for a member that an older app
 * may ignore. test/releases has samples of what each release has written: every version must read all of them.
 */
export const ROW_VERSION = 1;

/** The version of rows with packed texts: an older app would take them for rows without these texts, and forget what they say. */
export const PACKED_ROW_VERSION = 2;

const NEWEST = PACKED_ROW_VERSION;

/** The version member of every row of a document, a record and a state; of a row with packed texts it is another one. */
export const WRITTEN_BY_THIS_VERSION = { v: ROW_VERSION } as const;

export const WRITTEN_PACKED = { v: PACKED_ROW_VERSION } as const;

/**
 * Refuses a row that a newer app has written: its meaning is not known, and a guess could deallocate a node that is needed. A
 * row without a version was written before the first release, in the form of version 1.
 * @throws AppError Misconfigured
 */
export function requireKnownVersion({ v = 1 }: Readonly<Record<string, unknown>>, what: string): void {
  if (typeof v === 'number' && v <= NEWEST) return;
  const message = `${what} was written by a newer version of the app (${v}; this one knows ${NEWEST}): deploy that version or a newer one.`;
  throw new AppError('Misconfigured', message);
}
