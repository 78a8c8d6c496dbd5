import type { Attempt, Delivery } from '../../ports/deliveries.ts';

type Attempts = Pick<Delivery, 'attempts' | 'attemptsLeftOut'>;

/** A delivery can be tried by hand any number of times, and a row is limited; the automatic attempts are fewer than ten. */
const MOST_KEPT = 30;

/** How often a delivery was tried. */
export function attemptsMade({ attempts, attemptsLeftOut }: Attempts): number {
  return attemptsLeftOut + attempts.length;
}

/** The attempts of a delivery with one more: the latest are kept, and the others are counted. */
export function withAttempt({ attempts: before, attemptsLeftOut }: Attempts, attempt: Attempt): Attempts {
  const all = [...before, attempt];
  const attempts = all.slice(-MOST_KEPT);
  return { attempts, attemptsLeftOut: attemptsLeftOut + all.length - attempts.length };
}
