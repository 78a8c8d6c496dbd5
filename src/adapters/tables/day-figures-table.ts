import type { DayFigures } from '../../core/savings/day-figures.ts';
import type { DayFiguresStore } from '../../ports/day-figures.ts';
import { odata } from './storage/odata.ts';
import { deleteRow } from './storage/rows.ts';
import { statusOf, type Table } from './storage/table.ts';

interface Row {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly figures: string;
}

/** A partition for each account, and rows by day and pool, so that days of an account, or of a pool in it, are a range. */
export function dayFiguresTable(table: Table): DayFiguresStore {
  const rowsBetween = (account: string, from: string, to: string) =>
    table.run(async (client) => {
      const filter = odata`PartitionKey eq ${partitionOf(account)} and RowKey ge ${from} and RowKey lt ${to}`;
      const rows: Row[] = [];
      for await (const row of client.listEntities<Row>({ queryOptions: { filter } })) rows.push(row as Row);
      return rows;
    });
  return {
    list: async ({ account, poolId }, from, to) => {
      const rows = await rowsBetween(account, dayKey(from), dayKey(to + 1));
      return rows
        .filter(({ rowKey }) => poolId === undefined || rowKey.endsWith(`|${poolId.toLowerCase()}`))
        .map(({ figures }) => JSON.parse(figures) as DayFigures);
    },
    poolsOf: async (account, day) => {
      const rows = await rowsBetween(account, dayKey(day), dayKey(day + 1));
      return rows.map(({ rowKey }) => ({ account, poolId: rowKey.slice(rowKey.indexOf('|') + 1) }));
    },
    add: async (figures) => {
      const { account, poolId, day } = figures;
      const rowKey = `${dayKey(day)}|${poolId.toLowerCase()}`;
      const row: Row = { partitionKey: partitionOf(account), rowKey, figures: JSON.stringify(figures) };
      try {
        await table.run((client) => client.createEntity(row));
      } catch (error) {
        if (statusOf(error) !== 409) throw error;
      }
    },
    sweep: async (before) => {
      const old = await table.run(async (client) => {
        const filter = odata`PartitionKey ge ${SPENT} and PartitionKey lt ${AFTER_SPENT} and RowKey lt ${dayKey(before)}`;
        const rows: { readonly partitionKey: string; readonly rowKey: string }[] = [];
        for await (const { partitionKey = '', rowKey = '' } of client.listEntities({
          queryOptions: { filter, select: ['partitionKey', 'rowKey'] },
        }))
          rows.push({ partitionKey, rowKey });
        return rows;
      });
      for (const keys of old) await deleteRow(table, keys);
      return old.length;
    },
  };
}

/** The prefix of the partitions of the figures; the table has others. */
const SPENT = 'spent|';
const AFTER_SPENT = 'spent}';

function partitionOf(account: string): string {
  return `${SPENT}${account}`;
}

/** Days as numbers of the same length sort in order of time. */
function dayKey(day: number): string {
  return String(day).padStart(6, '0');
}
