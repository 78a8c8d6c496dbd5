import type { ChainEnd } from '../core/audit/chain.ts';
import type { AuditRecord } from '../core/audit/record.ts';
import type { AuditFilter } from './audit.ts';

/** What the head of a chain says. */
export interface ChainHead extends ChainEnd {
  /** Where its records are, if they have been moved to the archive. */
  readonly archive: { readonly blob: string; readonly isCleared: boolean } | undefined;
}

/** Which chains: of an account, a pool, and of the months that reach into a span. */
export type ChainFilter = Pick<AuditFilter, 'account' | 'pool' | 'from' | 'to'>;

/** A record as it lies in a row. */
export interface KeptRecord {
  readonly record: AuditRecord;
  /** Where it lies; of a copy, with the node that it lies under. */
  readonly key: string;
}

/** Records that were read together. */
export interface KeptPage {
  readonly records: readonly KeptRecord[];
  /** From here on the next are read. */
  readonly position: string;
}

/** An index row that is not there, in words, and the first record that it should point to. */
export interface MissingIndexRow {
  readonly indexRow: string;
  readonly number: number;
}

/** What a row of a chain is: a record, or its copy under its node. */
export type RowKind = 'records' | 'copies';

/** The chains of the audit log as they lie in the table, for those who check or move them. */
export interface AuditChains {
  /** The chains of a filter, those of one subject side by side, the earliest month first. */
  list(filter: ChainFilter): Promise<readonly string[]>;
  /** `undefined` if there is none. */
  head(chain: string): Promise<ChainHead | undefined>;
  /** The rows of a chain, of records the last first; those after a position. */
  rows(chain: string, kind: RowKind, after?: string): AsyncIterable<KeptPage>;
  /** The row at a key; `undefined` if there is none. */
  row(chain: string, kind: RowKind, key: string): Promise<AuditRecord | undefined>;
  /** The index rows that should point to records of a chain and do not. */
  missingIndexRows(chain: string, records: readonly KeptRecord[]): Promise<readonly MissingIndexRow[]>;
  /** Chains that the directory of hours points to, hour by hour; those after a position. */
  hourIndexRows(
    filter: ChainFilter,
    after?: string,
  ): AsyncIterable<{ readonly chain: string; readonly position: string }>;
  /** Lets nothing be added to a chain any more. Gives its head. */
  close(chain: string): Promise<ChainHead | undefined>;
  /** The records of a closed chain, the first one first. */
  inOrder(chain: string): AsyncIterable<readonly AuditRecord[]>;
  /** Notes in the head of a chain where its records are. `false` if somebody was faster. */
  markArchived(head: ChainHead, blob: string): Promise<boolean>;
  /** Removes rows of a chain that is in the archive, and the index rows to them, some at a time; `true` when nothing is left. */
  clear(chain: string): Promise<boolean>;
}

export interface HasAuditChains {
  /** The audit log as it lies in storage, for those who check or move it. */
  readonly auditChains: AuditChains;
}
