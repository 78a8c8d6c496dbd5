import type { PoolBody } from './pool-body.ts';
import type { PoolCheckFinding } from './pool-check-rule.ts';

/** The context of a check. */
export interface PoolCheckContext {
  /** The version of the Batch management API, such as `2024-07-01`. */
  readonly apiVersion: string;
  /** The name in the path of the request. */
  readonly pool?: string | undefined;
  /** The existing pool, as Azure Resource Manager returns it. */
  readonly existing?: unknown;
}

/** Checks one subject of a body. */
export type PoolCheck = (pool: PoolBody, context: PoolCheckContext) => readonly PoolCheckFinding[];
