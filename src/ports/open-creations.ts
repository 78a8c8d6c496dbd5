import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../core/pool/pool-name.ts';

/** The creation of a pool whose records the sweep has not checked yet. */
export interface OpenCreation {
  readonly pool: PoolName;
  readonly correlation: string;
  /** In real time: when it began. */
  readonly begunAt: Temporal.Instant;
}

/** All open creations, and the rows that cannot be read, one sentence each. */
export interface ListedCreations {
  readonly creations: readonly OpenCreation[];
  readonly problems: readonly string[];
}

/** The latest creations of pools, for the sweep that finds those that were interrupted. */
export interface OpenCreations {
  list(): Promise<ListedCreations>;
  put(creation: OpenCreation): Promise<void>;
  /** Does nothing if there is no such creation. */
  delete(creation: Pick<OpenCreation, 'correlation'>): Promise<void>;
}

export interface HasOpenCreations {
  readonly openCreations: OpenCreations;
}
