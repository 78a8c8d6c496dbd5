import type { Temporal } from 'temporal-polyfill';
import type { LedgerSpan } from '../../core/savings/ledger.ts';
import { earliestOf, isBefore } from '../../core/time/instants.ts';
import { AppError } from '../../ports/errors.ts';

/** The longest span that one answer covers, in days. */
export const LONGEST_DAYS = 92;

const USUAL_DAYS = 30;

/**
 * The span of a request: by default it begins 30 days before its end and ends now; it does not reach into the future.
 * @throws AppError InvalidRequest
 */
export function savingsSpan(
  asked: { readonly from?: Temporal.Instant | undefined; readonly to?: Temporal.Instant | undefined },
  now: Temporal.Instant,
): LedgerSpan {
  const to = earliestOf([now, ...(asked.to === undefined ? [] : [asked.to])]) ?? now;
  const from = asked.from ?? to.subtract({ hours: 24 * USUAL_DAYS });
  if (!isBefore(from, to)) throw refused('from', `a moment before ${to} is expected, at which the span ends`);
  if (isBefore(from, to.subtract({ hours: 24 * LONGEST_DAYS }))) {
    throw refused('from', `at most ${LONGEST_DAYS} days before the end of the span, which is ${to}`);
  }
  return { from, to };
}

/** The error for an invalid request for savings. */
export function refused(path: string, message: string): AppError {
  return new AppError('InvalidRequest', 'The request is not valid.', { faults: [{ path, message }] });
}
