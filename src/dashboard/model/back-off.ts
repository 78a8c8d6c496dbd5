/** The interval of requests without failures, in milliseconds. */
export const REFRESH_MS = 5000;

/** The longest pause after failures, in milliseconds, before `slow` multiplies it. */
export const LONGEST_MS = 60_000;

/** One tab keeps the app busy for at most a tenth of the time. */
const REST = 9;

/**
 * The pause before the next request, in milliseconds: doubled by each failure, multiplied by `slow`, and at least nine times as
 * long as the last request `took`.
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
