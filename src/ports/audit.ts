import type { Temporal } from 'temporal-polyfill';
import type { AuditEntry, AuditRecord, Phase } from '../core/audit/record.ts';
import type { Outcome } from '../core/pool/act.ts';
import type { StillMay } from './still-may.ts';

/** Selects records; a field that is `undefined` does not restrict the selection. */
export interface AuditFilter {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly node?: string | undefined;
  /** A document as `schedules/office-hours`. */
  readonly document?: string | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly phase?: Phase | undefined;
  readonly outcome?: Outcome | undefined;
  readonly correlation?: string | undefined;
  /** Inclusive. */
  readonly from?: Temporal.Instant | undefined;
  /** Exclusive. */
  readonly to?: Temporal.Instant | undefined;
  /** The newest first if `undefined`. */
  readonly order?: AuditOrder | undefined;
}

/** Which records come first. */
export type AuditOrder = 'newest' | 'oldest';

/** A page of the records of a filter. */
export interface AuditQuery extends AuditFilter {
  readonly limit: number;
  /** The end of the previous page. */
  readonly cursor?: string | undefined;
}

export interface AuditPage {
  readonly records: readonly AuditRecord[];
  /** `undefined` on the last page. */
  readonly cursor: string | undefined;
  /**
   * If the oldest come first, also on the last page: the end of the page. A later query from here returns the records added
   * since. Without records, it is the cursor of the query.
   */
  readonly resume: string | undefined;
  /** The archived months that the page overlaps, such as `2026-01`. Their records are not in the page. */
  readonly archived: readonly string[];
}

/** Entries can only be added to the audit log. */
export interface AuditWriter {
  /**
   * Adds entries to the chains of their subjects, in order. Up to 49 consecutive entries of a chain are added together or
   * not at all; if a later group fails, the earlier ones stay.
   */
  append(entries: readonly AuditEntry[], options?: AppendOptions): Promise<readonly AuditRecord[]>;
}

export interface AppendOptions {
  /**
   * Called before each attempt, once the head of the chain is known; if it throws, nothing is added. So a slow writer cannot
   * add an entry after another writer has: the head has changed, and `stillMay` is called again.
   */
  readonly stillMay?: StillMay;
}

export interface AuditReader {
  /** @throws AppError InvalidRequest for a cursor that no page returned */
  page(query: AuditQuery): Promise<AuditPage>;
  /** Yields all records of a filter in batches, and keeps no more in memory than it is working on. */
  stream(filter: AuditFilter): AsyncIterable<readonly AuditRecord[]>;
  /** The archived months that a filter overlaps, such as `2026-01`. */
  archivedMonths(filter: AuditFilter): Promise<readonly string[]>;
}

/** The audit log. */
export interface AuditTrail extends AuditWriter, AuditReader {}

export interface HasAuditWriter {
  readonly audit: AuditWriter;
}

export interface HasAuditReader {
  readonly audit: AuditReader;
}
