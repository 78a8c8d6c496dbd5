import type { Temporal } from 'temporal-polyfill';
import type { ChainEnd } from '../core/audit/chain.ts';

/** The head of a chain at an instant, stored where access to the tables alone cannot change it. */
export interface Anchor extends ChainEnd {
  readonly at: Temporal.Instant;
}

/** The furthest head of a chain that was kept. */
export interface FurthestAnchor extends Anchor {
  /** All that were kept of the chain, by their numbers: what a later one is the end of may have been written anew before. */
  readonly all: ReadonlyMap<number, Anchor>;
}

/** The heads of chains in append-only files, one for each month. */
export interface AuditAnchors {
  /** Adds heads of the chains of a month such as `2026-03`. @throws AppError StorageUnavailable */
  add(month: string, anchors: readonly Anchor[]): Promise<void>;
  /**
   * The furthest head of each chain of a month; of heads with the same number the first.
   * @throws AppError StorageUnavailable
   */
  furthest(month: string): Promise<ReadonlyMap<string, FurthestAnchor>>;
  /** The months that have heads. */
  months(): Promise<readonly string[]>;
}

export interface HasAuditAnchors {
  readonly auditAnchors: AuditAnchors;
}
