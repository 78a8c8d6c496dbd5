import { Temporal } from 'temporal-polyfill';

/** The delays after the first failure, the second and so on, in seconds; after the last one the delivery is given up. */
const DELAY_SECONDS = [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600] as const;

/** The most attempts of a delivery. */
export const MOST_ATTEMPTS = DELAY_SECONDS.length + 1;

/** The longest delay that a receiver can request, in seconds: 6 hours. */
const LONGEST_WISH_SECONDS = 21_600;

/** What a delay depends on, besides the number of attempts. */
export interface Circumstances {
  /** A random number from 0 to 1: jitter of up to 20 % each way for attempts that failed together. */
  readonly chance: number;
  /** The delay that the receiver has requested. */
  readonly wishSeconds: number | undefined;
}

/** How long to wait after this many failed attempts; `undefined` if there is no other attempt. */
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
