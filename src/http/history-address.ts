/** The address of the history of everything that has one correlation. */
export function historyOf(correlation: string): string {
  return `/api/audit?correlation=${correlation}`;
}
