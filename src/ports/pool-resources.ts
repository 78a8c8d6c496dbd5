import type { PoolName } from '../core/pool/pool-name.ts';

/** A pool to create; its body is sent unchanged. */
export interface PoolOrder {
  readonly body: unknown;
  readonly correlation: string;
}

/** The result of a request to create a pool. */
export type PoolCreation =
  /** `pool` as the management plane shows it; `reason` is one sentence for people. */
  | { readonly kind: 'created'; readonly pool: unknown; readonly reason: string }
  /** A pool of this name exists already, and was not changed. */
  | { readonly kind: 'exists'; readonly reason: string }
  /** The service rejects the body, or cannot create the pool now; nothing was created. */
  | { readonly kind: 'refused'; readonly isBodyWrong: boolean; readonly reason: string }
  /** It is not known whether the request arrived. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Pools as the management plane has them: complete, with extensions, identity and upgrade policy. */
export interface PoolResources {
  /** The version of the management API with which pools are created, such as `2024-07-01`. */
  readonly managementVersion: string;
  /**
   * A pool as the management plane shows it, with its extensions, identity and upgrade policy; `undefined` if there is none.
   * @throws AppError Misconfigured if the account has no resource id, by which the management plane identifies it
   */
  findPoolResource(pool: PoolName): Promise<unknown>;
  /**
   * Creates a pool through the management plane; an existing pool is never changed. If no response arrives, the pool is read
   * and the request is not repeated. An error means that the request never arrived.
   * @throws AppError Misconfigured if the account has no resource id
   */
  createPool(pool: PoolName, order: PoolOrder): Promise<PoolCreation>;
}

export interface HasPoolResources {
  readonly batch: PoolResources;
}
