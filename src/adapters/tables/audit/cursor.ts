import { AppError } from '../../../app/errors.ts';
import type { Place } from './keys.ts';

/** Where a page ended, as a word that callers hand back; what is in it is nobody's business. */
export function toCursor({ time, chain, number }: Place): string {
  return Buffer.from([time, number, chain].join('|')).toString('base64url');
}

/** The place that a cursor stands for. @throws AppError InvalidRequest */
export function fromCursor(cursor: string): Place {
  const match = /^(\d{13})\|(\d{10})\|([\w.-]+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [, time, number, chain] = match ?? [];
  if (time === undefined || number === undefined || chain === undefined) {
    const message = 'it is not a cursor that a page before has given';
    throw new AppError('InvalidRequest', 'The request is not valid.', { faults: [{ path: 'cursor', message }] });
  }
  return { time, number, chain };
}
