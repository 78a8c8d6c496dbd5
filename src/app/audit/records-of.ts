import type { AuditRecord } from '../../core/audit/record.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasAuditReader } from '../../ports/audit.ts';

/** All records of a correlation about a pool, newest first. */
export async function recordsOf(
  { audit }: HasAuditReader,
  { account, poolId }: PoolName,
  correlation: string,
): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const page of audit.stream({ account, pool: poolId, correlation })) records.push(...page);
  return records;
}
