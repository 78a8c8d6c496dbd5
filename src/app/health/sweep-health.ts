import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasHealthRecords } from '../../ports/health-records.ts';
import type { HasSettings } from '../../ports/settings.ts';
import { forgetNodes, forgetPool } from './forget-health.ts';

/** The ports that sweepHealth uses. */
export type SweepHealthPorts = HasAuditReader &
  HasAuditWriter &
  HasBatchReader &
  HasHealthRecords &
  HasSettings<'healthCalls'>;

/**
 * Deletes the stored health of pools and nodes of an account that do not exist any more. The collector does that with each visit;
 * where it is off, gates and people still have nodes probed. @returns how many nodes, and pools as a whole
 */
export async function sweepHealth(ports: SweepHealthPorts, account: string, at: Temporal.Instant): Promise<number> {
  if (ports.settings.healthCalls > 0) return 0;
  let count = 0;
  for (const pool of await ports.health.visits(account)) count += await sweepPool(ports, pool, at);
  return count;
}

async function sweepPool(ports: SweepHealthPorts, pool: PoolName, at: Temporal.Instant): Promise<number> {
  const nodes = await ports.batch.listNodes(pool);
  if (nodes !== undefined) return forgetNodes(ports, { records: await ports.health.listOf(pool), existing: nodes }, at);
  await forgetPool(ports, pool, at);
  return 1;
}
