/** The path of all records of a correlation. */
export function auditLogOf(correlation: string): string {
  return `/api/audit?correlation=${correlation}`;
}
