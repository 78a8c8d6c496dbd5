import { Temporal } from 'temporal-polyfill';

/** How long is waited after the first failure, the second and so on, in seconds; after the last nothing is tried any more. */
const DELAY_SECONDS = [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600] as const;

/** So often a delivery is tried. */
export const MOST_ATTEMPTS = DELAY_SECONDS.length + 1;

/** Longer than that nobody is waited for who asks to be left in peace, in seconds: 6 hours. */
const LONGEST_WISH_SECONDS = 21_600;

/** What a delay hangs on, beside how often was tried. */
export interface Circumstances {
  /** From 0 to 1: spreads attempts that failed together, by up to 20 % each way. */
  readonly chance: number;
  /** What the receiver has asked for. */
  readonly wishSeconds: number | undefined;
}

/** How long to wait after so many attempts that failed; `undefined` if it is not to be tried again. */
export function retryDelay(
  attempts: number,
  { chance, wishSeconds = 0 }: Circumstances,
): Temporal.Duration | undefined {
  const base = DELAY_SECONDS[attempts - 1];
  if (base === undefined) return undefined;
  const seconds = (base * (80 + 40 * chance)) / 100;
  const wished = Math.min(Math.max(wishSeconds, 0), LONGEST_WISH_SECONDS);
  return Temporal.Duration.from({ seconds: Math.ceil(Math.max(seconds, wished)) });
}
