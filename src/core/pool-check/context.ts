import type { PoolBody } from './pool-body.ts';
import type { PoolCheckFinding } from './pool-check-rule.ts';

/** What a body is checked for. */
export interface PoolCheckContext {
  /** The version of the management plane that is asked, as `2024-07-01`. */
  readonly apiVersion: string;
  /** The name in the address that the body is sent to. */
  readonly pool?: string | undefined;
  /** The pool that is there already, as the management plane shows it. */
  readonly existing?: unknown;
}

/** Checks one subject. */
export type PoolCheck = (pool: PoolBody, context: PoolCheckContext) => readonly PoolCheckFinding[];
