import { monthOfChain } from '../../../core/audit/chain-name.ts';
import type { AuditFilter } from '../../../ports/audit.ts';
import { odata } from '../storage/odata.ts';
import { ARCHIVED, poolStem } from './keys.ts';
import { firstRows } from './read-rows.ts';
import { type AuditIndex, isInSpan } from './source.ts';

/** The archived months that a filter covers, oldest first; for one pool, only those in which it has records. */
export async function archivedMonths({ table, index }: AuditIndex, filter: AuditFilter): Promise<readonly string[]> {
  const rows = await firstRows(table, {
    filter: odata`PartitionKey eq ${ARCHIVED}`,
    pageSize: 1000,
    most: Number.MAX_SAFE_INTEGER,
    select: ['rowKey'],
  });
  const months = rows.map(({ rowKey }) => rowKey).filter((month) => isInSpan(`.${month}`, filter));
  const { account, pool } = filter;
  if (months.length === 0 || account === undefined || pool === undefined) return months;
  const own = new Set((await index.chainsOf(poolStem(account, pool))).map(monthOfChain));
  return months.filter((month) => own.has(month));
}
