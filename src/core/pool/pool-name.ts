/** A pool by its account and id. */
export interface PoolName {
  readonly account: string;
  readonly poolId: string;
}
