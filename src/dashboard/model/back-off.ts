/** How often the page asks as long as all is well, in milliseconds. */
export const REFRESH_MS = 5000;

/** At the most so long it waits after failures, in milliseconds. */
export const LONGEST_MS = 60_000;

/** How long to wait before the next request after so many failures in a row, in milliseconds: twice as long after each. */
export function waitAfter(failures: number): number {
  return Math.min(LONGEST_MS, REFRESH_MS * 2 ** Math.min(failures, 10));
}
