import type { AuditRecord } from '../core/audit/record.ts';
import type { PoolName } from '../core/policy/pool-pattern.ts';
import type { Ports } from './ports.ts';

const PAGE = 200;

/** All records of a correlation about a pool, newest first. */
export async function recordsOf(
  { audit }: Pick<Ports, 'audit'>,
  { account, poolId }: PoolName,
  correlation: string,
): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await audit.page({ account, pool: poolId, correlation, limit: PAGE, cursor });
    records.push(...page.records);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return records;
}
