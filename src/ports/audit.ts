import type { Temporal } from 'temporal-polyfill';
import type { AuditEntry, AuditRecord, Phase } from '../core/audit/record.ts';
import type { Outcome } from '../core/pool/act.ts';

/** Which records to show; what is not said does not narrow. */
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
  /** The newest first without it. */
  readonly order?: AuditOrder | undefined;
}

/** Which records come first. */
export type AuditOrder = 'newest' | 'oldest';

/** A page of the records of a filter. */
export interface AuditQuery extends AuditFilter {
  readonly limit: number;
  /** Where the page before ended. */
  readonly cursor?: string | undefined;
}

export interface AuditPage {
  readonly records: readonly AuditRecord[];
  /** `undefined` on the last page. */
  readonly cursor: string | undefined;
  /**
   * Oldest first, where the page ends, also on the last one: from there on, later, what was added since is found. Without
   * records it is the cursor of the query.
   */
  readonly resume: string | undefined;
  /** The months in the archive that the page should reach into, as `2026-01`: their records are not in it. */
  readonly archived: readonly string[];
}

/** Entries are only ever added to the audit log. */
export interface AuditWriter {
  /** Adds entries about one subject's pool, or about documents, to its chain, all of them or none; in order. */
  append(entries: readonly AuditEntry[], options?: AppendOptions): Promise<readonly AuditRecord[]>;
}

export interface AppendOptions {
  /**
   * Asked before each attempt, when the end of the chain is known: where it throws, nothing is added. So a writer that was slow
   * cannot add anything once another has: the chain has moved, and it is asked again.
   */
  readonly stillMay?: () => Promise<void>;
}

export interface AuditReader {
  /** @throws AppError InvalidRequest if the cursor is not one that was given */
  page(query: AuditQuery): Promise<AuditPage>;
  /** All records of a filter, some at a time; no more of them are held than are under way. */
  stream(filter: AuditFilter): AsyncIterable<readonly AuditRecord[]>;
  /** The months in the archive that a filter reaches into, as `2026-01`. */
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
