import type { AuditPage } from '../../api/audit.ts';
import type { AuditRecord } from '../../api/audit-record.ts';

/** The records of a filter that are shown, the newest first and without a gap between them. */
export interface SeenRecords {
  readonly records: readonly AuditRecord[];
  /** Where older ones begin; `undefined` if there are none. */
  readonly cursor: string | undefined;
  /** Months that are asked for and in the archive. */
  readonly archived: readonly string[];
}

/** The records of one page. */
export function seenIn({ records, cursor, archived = [] }: AuditPage): SeenRecords {
  return { records, cursor: cursor ?? undefined, archived };
}

/**
 * The records with the newest page as it is now. If more than a page was written in between, what was seen before is left out,
 * because the records between the two are not known.
 */
export function withNewest(seen: SeenRecords, page: AuditPage): SeenRecords {
  const ids = new Set(page.records.map(({ id }) => id));
  if (!seen.records.some(({ id }) => ids.has(id))) return seenIn(page);
  return { ...seen, records: [...page.records, ...seen.records.filter(({ id }) => !ids.has(id))] };
}

/** The records with a page that follows them. */
export function withOlder(seen: SeenRecords, page: AuditPage): SeenRecords {
  const ids = new Set(seen.records.map(({ id }) => id));
  const { records, cursor, archived } = seenIn(page);
  return {
    records: [...seen.records, ...records.filter(({ id }) => !ids.has(id))],
    cursor,
    archived: [...new Set([...seen.archived, ...archived])],
  };
}
