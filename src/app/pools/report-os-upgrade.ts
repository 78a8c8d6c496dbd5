import { type OsUpgradeReport, reportOsUpgrade } from '../../core/health/os-upgrade.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import { poolNotFound, requireAccount } from './require-pool.ts';

/** Which nodes of a pool run an older image than the newest of it, and which missed it because they were off. @throws AppError AccountNotFound, PoolNotFound */
export async function reportPoolUpgrade(ports: HasBatchReader, pool: PoolName): Promise<OsUpgradeReport> {
  requireAccount(ports, pool.account);
  const images = await ports.batch.listImages(pool);
  if (images === undefined) throw poolNotFound(pool);
  return reportOsUpgrade(images.toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1)));
}
