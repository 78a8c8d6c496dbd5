import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolCheckFinding } from '../../core/pool-check/pool-check-rule.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasPoolResources } from '../../ports/pool-resources.ts';
import { poolNotFound, requireAccount } from '../pools/require-pool.ts';
import { checkPoolText } from './check-pool-text.ts';

/** A pool body to check. */
export interface PoolCheckRequest {
  readonly text: string;
  /** The version of the Batch management API; that of the settings by default. */
  readonly apiVersion?: string | undefined;
  /** An existing pool whose extensions are compared. */
  readonly existing?: PoolName | undefined;
}

/**
 * All findings about the body of a pool; nothing is created.
 * @throws AppError AccountNotFound, PoolNotFound, Misconfigured, BatchUnavailable for the pool to compare with
 */
export async function checkPoolOnly(
  ports: HasBatchReader & HasPoolResources,
  { text, apiVersion = ports.batch.managementVersion, existing }: PoolCheckRequest,
): Promise<readonly PoolCheckFinding[]> {
  const present = existing === undefined ? undefined : await requireResource(ports, existing);
  return checkPoolText(text, { apiVersion, existing: present }).findings;
}

async function requireResource(ports: HasBatchReader & HasPoolResources, pool: PoolName): Promise<unknown> {
  requireAccount(ports, pool.account);
  const resource = await ports.batch.findPoolResource(pool);
  if (resource === undefined) throw poolNotFound(pool);
  return resource;
}
