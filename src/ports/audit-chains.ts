import type { ChainEnd } from '../core/audit/chain.ts';
import type { AuditRecord } from '../core/audit/record.ts';
import type { AuditFilter } from './audit.ts';

/** The content of the head of a chain. */
export interface ChainHead extends ChainEnd {
  /** The place of the records, if they are in the archive. */
  readonly archive: { readonly blob: string; readonly isCleared: boolean } | undefined;
}

/** Selects chains by account, pool, and the months that overlap a span. */
export type ChainFilter = Pick<AuditFilter, 'account' | 'pool' | 'from' | 'to'>;

/** A record as a row of the table. */
export interface KeptRecord {
  readonly record: AuditRecord;
  /** The key of the row; for a copy, it includes the node. */
  readonly key: string;
}

/** A page of rows. */
export interface KeptPage {
  readonly records: readonly KeptRecord[];
  /** The next page begins after this position. */
  readonly position: string;
}

/** Some records in their order. */
export interface RecordBatch {
  readonly records: readonly AuditRecord[];
  /** Where the last of them is: the next batch begins after it. */
  readonly position: string | undefined;
}

/** A missing index row, in words, and the number of the first record that it should point to. */
export interface MissingIndexRow {
  readonly indexRow: string;
  readonly number: number;
}

/** The kind of a row of a chain: a record, or its copy under its node. */
export type RowKind = 'records' | 'copies';

/** The chains of the audit log as the table stores them, for verifying and archiving. */
export interface AuditChains {
  /** The chains of a filter, ordered by subject, the earliest month first. */
  list(filter: ChainFilter): Promise<readonly string[]>;
  /** `undefined` if there is no such chain. */
  head(chain: string): Promise<ChainHead | undefined>;
  /** Yields the rows of a chain after a position; of kind `records`, the last record comes first. */
  rows(chain: string, kind: RowKind, after?: string): AsyncIterable<KeptPage>;
  /** The row at a key; `undefined` if there is none. */
  row(chain: string, kind: RowKind, key: string): Promise<AuditRecord | undefined>;
  /** The missing ones of the index rows that should point to the records of a chain. */
  missingIndexRows(chain: string, records: readonly KeptRecord[]): Promise<readonly MissingIndexRow[]>;
  /** Yields the chains that the index rows of hours point to, hour by hour, after a position. */
  hourIndexRows(
    filter: ChainFilter,
    after?: string,
  ): AsyncIterable<{ readonly chain: string; readonly position: string }>;
  /** Closes a chain: no record can be added to it any more. @returns its head */
  close(chain: string): Promise<ChainHead | undefined>;
  /** Yields the records of a closed chain, in batches of `size`, the first record first; with `after`, those behind that position. */
  inOrder(
    chain: string,
    range: { readonly size: number; readonly after?: string | undefined },
  ): AsyncIterable<RecordBatch>;
  /** Notes in the head of a chain where its records are. @returns `false` if another writer was faster */
  markArchived(head: ChainHead, blob: string): Promise<boolean>;
  /** Deletes some rows of an archived chain, and the index rows that point to them. @returns `true` if none is left */
  clear(chain: string): Promise<boolean>;
}

export interface HasAuditChains {
  /** The audit log as the table stores it, for verifying and archiving. */
  readonly auditChains: AuditChains;
}
