import type { AuditOrder } from '../../../app/audit/audit-ports.ts';
import { AppError } from '../../../app/errors.ts';
import type { Place } from './place.ts';

/** What a cursor begins with where the oldest records come first. */
const OLDEST = '+';

/** Where a page ended, as a word that callers hand back; what is in it is nobody's business. */
export function toCursor({ time, chain, number }: Place, order: AuditOrder): string {
  return Buffer.from((order === 'oldest' ? OLDEST : '') + [time, number, chain].join('|')).toString('base64url');
}

/** The place that a cursor stands for. @throws AppError InvalidRequest for none, and for one of the other order */
export function fromCursor(cursor: string, order: AuditOrder): Place {
  const match = /^(\+?)(\d{13})\|(\d{10})\|([\w.-]+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [, sign, time, number, chain] = match ?? [];
  if (time === undefined || number === undefined || chain === undefined) {
    throw refused('it is not a cursor that a page before has given');
  }
  if ((sign === OLDEST) !== (order === 'oldest')) throw refused('it is of a page in the other order');
  return { time, number, chain };
}

function refused(message: string): AppError {
  return new AppError('InvalidRequest', 'The request is not valid.', { faults: [{ path: 'cursor', message }] });
}
