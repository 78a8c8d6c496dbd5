import type { AuditRecord } from '../../core/audit/record.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { Ports } from '../../ports/ports.ts';

/** All records of a correlation about a pool, newest first. */
export async function recordsOf(
  { audit }: Pick<Ports, 'audit'>,
  { account, poolId }: PoolName,
  correlation: string,
): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const page of audit.stream({ account, pool: poolId, correlation })) records.push(...page);
  return records;
}
