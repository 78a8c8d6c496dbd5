import { listRows } from './storage/list-rows.ts';
import { odata } from './storage/odata.ts';
import type { Row } from './storage/rows.ts';
import type { Table } from './storage/table.ts';

/** What is open in a partition, and the rows that cannot be read, one sentence each. */
export interface OpenRows<Open> {
  readonly open: readonly Open[];
  readonly problems: readonly string[];
}

/**
 * Reads all rows of a partition. One that cannot be read must not keep the others from the sweep.
 * @param read throws if a value of the row is invalid
 * @param unreadable the problem with a row that `read` refuses
 */
export function listOpenRows<Open>(
  table: Table,
  partition: string,
  { read, unreadable }: { readonly read: (row: Row) => Open; readonly unreadable: (row: Row) => string },
): Promise<OpenRows<Open>> {
  return table.run(async (client) => {
    const open: Open[] = [];
    const problems: string[] = [];
    const query = { filter: odata`PartitionKey eq ${partition}` };
    for await (const row of listRows(client, query)) {
      try {
        open.push(read(row));
      } catch {
        problems.push(unreadable(row));
      }
    }
    return { open, problems };
  });
}
