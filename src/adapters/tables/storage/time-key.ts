const LAST_MILLISECOND = 9_999_999_999_999;

/** A moment in milliseconds counted down: later moments have smaller keys. */
export function timeKey(milliseconds: number): string {
  return String(LAST_MILLISECOND - within(milliseconds)).padStart(13, '0');
}

/** Nothing was written before 1970 or after 2286; people ask for such moments all the same. */
export function within(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), LAST_MILLISECOND);
}
