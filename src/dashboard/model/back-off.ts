/** How often the page asks as long as all is well, in milliseconds. */
export const REFRESH_MS = 5000;

/** At the most so long it waits after failures, in milliseconds. */
export const LONGEST_MS = 60_000;

/** A tab keeps an app busy for a tenth of the time at the most. */
const REST = 9;

/**
 * How long to wait before the next request, in milliseconds: twice as long after each failure, and the longer the longer the
 * answer took. `slow` is how many times less often than usual it is asked.
 */
export function pauseAfter({
  failures,
  slow,
  took,
}: {
  readonly failures: number;
  readonly slow: number;
  readonly took: number;
}): number {
  const usual = Math.min(LONGEST_MS, REFRESH_MS * 2 ** Math.min(failures, 10)) * slow;
  return Math.max(usual, took * REST);
}
