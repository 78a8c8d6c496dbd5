import { findRow, type RowName } from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { replaceRow } from './storage/write-row.ts';

/** Until when accounts are throttled: a row for each in the table `PoolState`. */
export function throttleTable(table: Table) {
  return {
    read: async (account: string): Promise<number | undefined> => {
      const until = (await findRow(table, keysOf(account), ['until']))?.['until'];
      return typeof until === 'string' ? Date.parse(until) : undefined;
    },
    write: async (account: string, until: number): Promise<void> => {
      const entity = { ...keysOf(account), until: new Date(until).toISOString() };
      await replaceRow(table, entity);
    },
  };
}

/** No account has such a name: an account's name has at least three letters and digits. */
function keysOf(account: string): RowName {
  return { partitionKey: '_', rowKey: `throttle|${account}` };
}
