import type { AuditOrder } from '../../../ports/audit.ts';
import { AppError } from '../../../ports/errors.ts';
import type { RecordKey } from './record-key.ts';

/** The prefix of a cursor with the oldest records first. */
const OLDEST = '+';

/** The end of a page, where the next one continues. */
export interface PageEnd {
  readonly recordKey: RecordKey;
  /** Oldest first: how much of the chain is best read at once, so that the next page need not find it out again. */
  readonly width?: bigint | undefined;
}

/** The end of a page as an opaque cursor. */
export function toCursor({ recordKey: { time, chain, number }, width }: PageEnd, order: AuditOrder): string {
  const parts = [time, number, chain, ...(width === undefined ? [] : [width])];
  return Buffer.from((order === 'oldest' ? OLDEST : '') + parts.join('|')).toString('base64url');
}

/**
 * Parses a cursor. A forged width costs a few more reads, and does not change the result.
 * @throws AppError InvalidRequest if it is no cursor, or one of the other order
 */
export function fromCursor(cursor: string, order: AuditOrder): PageEnd {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const match = /^(\+?)(\d{13})\|(\d{10})\|([\w.-]+)(?:\|([1-9]\d{0,22}))?$/.exec(text);
  const [, sign, time, number, chain, width] = match ?? [];
  if (time === undefined || number === undefined || chain === undefined) {
    throw refused('it is not a cursor from an earlier page');
  }
  if ((sign === OLDEST) !== (order === 'oldest')) throw refused('it is of a page in the other order');
  return { recordKey: { time, number, chain }, width: width === undefined ? undefined : BigInt(width) };
}

function refused(message: string): AppError {
  return new AppError('InvalidRequest', 'The request is not valid.', { faults: [{ path: 'cursor', message }] });
}
