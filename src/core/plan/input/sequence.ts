/** A pool that must be ready before another one is started. */
export interface PrecedingPool {
  readonly poolId: string;
  readonly ready: number;
  /** How many of its nodes must be ready. */
  readonly needed: number;
  /** Why that is not known; `undefined` if it is. */
  readonly unknown: string | undefined;
}

/** A pool that must be off before the pool on which it depends goes off. */
export interface FollowingPool {
  readonly poolId: string;
  /** Number of its nodes that are not deallocated. */
  readonly on: number;
  /** How many nodes must be ready for it while it is on. */
  readonly needs: number;
  /** Why that is not known; `undefined` if it is. */
  readonly unknown: string | undefined;
}

/** The pools that must be ready before a pool starts, and those that must be off before it goes off. */
export interface Sequence {
  readonly preceding: readonly PrecedingPool[];
  readonly following: readonly FollowingPool[];
}

/** For a pool that depends on none, and on which none depends. */
export const NO_SEQUENCE: Sequence = { preceding: [], following: [] };
