import { monthOfChain } from '../../../core/audit/chain-name.ts';
import type { AuditFilter } from '../../../ports/audit.ts';
import { monthsInArchive } from './archived-chains.ts';
import type { AuditIndex } from './chain-index.ts';
import { poolStem } from './keys.ts';
import { isInSpan } from './source.ts';

/** The archived months that a filter covers, oldest first; for one pool, only those in which it has records. */
export async function archivedMonths({ table, index }: AuditIndex, filter: AuditFilter): Promise<readonly string[]> {
  const months = (await monthsInArchive(table)).filter((month) => isInSpan(`.${month}`, filter));
  const { account, pool } = filter;
  if (months.length === 0 || account === undefined || pool === undefined) return months;
  const own = new Set((await index.chainsOf(poolStem(account, pool))).map(monthOfChain));
  return months.filter((month) => own.has(month));
}
