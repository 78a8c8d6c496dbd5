import type { AuditRecord } from '../core/audit/record.ts';

/** Files of records that are no longer in the table. */
export interface AuditArchive {
  /** Writes a file over one of the same name; it is there as a whole, or as it was. */
  write(name: string, records: AsyncIterable<readonly AuditRecord[]>): Promise<void>;
  /** The records of a file in its order, some at a time. `undefined` if there is no such file. */
  read(name: string): Promise<AsyncIterable<readonly AuditRecord[]> | undefined>;
}

export interface HasAuditArchive {
  readonly auditArchive: AuditArchive;
}
