import type { AuditRecord } from '../core/audit/record.ts';

/** Files of records that are no longer in the table. */
export interface AuditArchive {
  /** Keeps a part of a file, numbered from 0, or replaces it, until the file is committed. After a week without more, parts are lost. */
  stage(name: string, part: number, records: readonly AuditRecord[]): Promise<void>;
  /** Makes so many parts a file, or replaces one of the same name, as a whole: if it fails, the old content stays. */
  commit(name: string, parts: number): Promise<void>;
  /** Yields the records of a file, in its order, in batches. `undefined` if the file does not exist. */
  read(name: string): Promise<AsyncIterable<readonly AuditRecord[]> | undefined>;
}

export interface HasAuditArchive {
  readonly auditArchive: AuditArchive;
}
