import type { AuditRecord } from '../core/audit/record.ts';

/** Files of records that are no longer in the table. */
export interface AuditArchive {
  /** Writes a file, or replaces one of the same name, as a whole: if it fails, the old content stays. */
  write(name: string, records: AsyncIterable<readonly AuditRecord[]>): Promise<void>;
  /** Yields the records of a file, in its order, in batches. `undefined` if the file does not exist. */
  read(name: string): Promise<AsyncIterable<readonly AuditRecord[]> | undefined>;
}

export interface HasAuditArchive {
  readonly auditArchive: AuditArchive;
}
