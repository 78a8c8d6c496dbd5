import pLimit from 'p-limit';
import { monthOfChain } from '../../../core/audit/chain-name.ts';
import { odata } from '../storage/odata.ts';
import type { Table } from '../storage/table.ts';
import type { AuditIndex } from './chain-index.ts';
import { ARCHIVED } from './keys.ts';
import { LARGEST_PAGE, readRows } from './read-rows.ts';

const AT_ONCE = 16;

/** The months of which records are in the archive, or on their way there. */
export async function monthsInArchive(table: Table): Promise<readonly string[]> {
  const filter = odata`PartitionKey eq ${ARCHIVED}`;
  const months: string[] = [];
  for await (const rows of readRows(table, { filter, pageSize: LARGEST_PAGE, select: ['rowKey'] }))
    months.push(...rows.map(({ rowKey }) => rowKey));
  return months;
}

/**
 * Tells whether the records of a chain are in the archive. Then its rows are not read any more: they leave the table one by one,
 * and what is left of them would look like a chain of which records are missing.
 */
export function archivedChains({ table, index }: AuditIndex): (chain: string) => Promise<boolean> {
  const atOnce = pLimit(AT_ONCE);
  const known = new Map<string, Promise<boolean>>();
  let months: Promise<readonly string[]> | undefined;
  return async (chain) => {
    months ??= monthsInArchive(table);
    if (!(await months).includes(monthOfChain(chain))) return false;
    const isArchived = known.get(chain) ?? atOnce(() => index.isArchived(chain));
    known.set(chain, isArchived);
    return isArchived;
  };
}
