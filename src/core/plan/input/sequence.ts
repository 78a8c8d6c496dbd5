/** A pool that must be ready before another one is started. */
export interface PrecedingPool {
  readonly poolId: string;
  readonly ready: number;
  /** So many of its nodes must be. */
  readonly needed: number;
  /** Why that is not known; `undefined` if it is. */
  readonly unknown: string | undefined;
}

/** A pool that must be off before the one that it depends on goes off. */
export interface FollowingPool {
  readonly poolId: string;
  /** Nodes of it that are not deallocated. */
  readonly on: number;
  /** So many nodes must be ready for it as long as it is on. */
  readonly needs: number;
  /** Why that is not known; `undefined` if it is. */
  readonly unknown: string | undefined;
}

/** The pools that go on before a pool, and those that go off before it. */
export interface Sequence {
  readonly preceding: readonly PrecedingPool[];
  readonly following: readonly FollowingPool[];
}

/** Of a pool that depends on none, and none on it. */
export const NO_SEQUENCE: Sequence = { preceding: [], following: [] };
