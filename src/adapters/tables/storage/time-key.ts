const LAST_MILLISECOND = 9_999_999_999_999;

/** A time in milliseconds as a key that counts down: later times have smaller keys. */
export function timeKey(milliseconds: number): string {
  return String(LAST_MILLISECOND - within(milliseconds)).padStart(13, '0');
}

/** Nothing was written before 1970 or after 2286, but a query may have such times. */
export function within(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), LAST_MILLISECOND);
}
