import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../core/pool/pool-name.ts';

/** The creation of a pool whose records the sweep has not checked yet. */
export interface OpenCreation {
  readonly pool: PoolName;
  readonly correlation: string;
  /** In real time: when it began. */
  readonly begunAt: Temporal.Instant;
}

/** The latest creations of pools, for the sweep that finds those that were interrupted. */
export interface OpenCreations {
  list(): Promise<readonly OpenCreation[]>;
  put(creation: OpenCreation): Promise<void>;
  /** Does nothing if there is no such creation. */
  delete(creation: Pick<OpenCreation, 'correlation'>): Promise<void>;
}

export interface HasOpenCreations {
  readonly openCreations: OpenCreations;
}
