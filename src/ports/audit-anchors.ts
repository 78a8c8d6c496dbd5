import type { Temporal } from 'temporal-polyfill';
import type { ChainEnd } from '../core/audit/chain.ts';

/** The end of a chain as it was at an instant, kept where it cannot be changed with the tables alone. */
export interface Anchor extends ChainEnd {
  readonly at: Temporal.Instant;
}

/** Ends of chains in files to which is only added, one for each month that chains are of. */
export interface AuditAnchors {
  /** Adds ends of chains of a month such as `2026-03`. @throws AppError StorageUnavailable */
  add(month: string, anchors: readonly Anchor[]): Promise<void>;
  /** The furthest end of each chain of a month; of those equally far the first one. @throws AppError StorageUnavailable */
  furthest(month: string): Promise<ReadonlyMap<string, Anchor>>;
  /** The months that there are ends of. */
  months(): Promise<readonly string[]>;
}

export interface HasAuditAnchors {
  readonly auditAnchors: AuditAnchors;
}
