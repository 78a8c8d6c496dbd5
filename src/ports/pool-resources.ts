import type { PoolName } from '../core/pool/pool-name.ts';

/** A pool that is to be created: its body goes out as it is. */
export interface PoolOrder {
  readonly body: unknown;
  readonly correlation: string;
}

/** What came of a request to create a pool. */
export type PoolCreation =
  /** `pool` as the management plane shows it; `reason` is one sentence for people. */
  | { readonly kind: 'created'; readonly pool: unknown; readonly reason: string }
  /** A pool of this name is there already, and was left as it is. */
  | { readonly kind: 'exists'; readonly reason: string }
  /** The service does not take the body, or not now; nothing was created. */
  | { readonly kind: 'refused'; readonly isBodyWrong: boolean; readonly reason: string }
  /** Whether the request arrived could not be found out. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Pools as the management plane has them: as a whole, with extensions, identity and upgrade policy. */
export interface PoolResources {
  /** The version of the management plane that pools are created with, as `2024-07-01`. */
  readonly managementVersion: string;
  /**
   * A pool as the management plane shows it, with its extensions, identity and upgrade policy; `undefined` if there is none.
   * @throws AppError Misconfigured if the account has no resource id, by which the management plane knows it
   */
  findPoolResource(pool: PoolName): Promise<unknown>;
  /**
   * Creates a pool through the management plane; one that is there is never changed. Where no answer comes the pool is read,
   * and nothing is asked again. Errors are of requests that never arrived.
   * @throws AppError Misconfigured if the account has no resource id
   */
  createPool(pool: PoolName, order: PoolOrder): Promise<PoolCreation>;
}

export interface HasPoolResources {
  readonly batch: PoolResources;
}
