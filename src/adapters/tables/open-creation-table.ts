import { Temporal } from 'temporal-polyfill';
import type { OpenCreation, OpenCreations } from '../../ports/open-creations.ts';
import { listOpenRows } from './open-rows.ts';
import { deleteRow, type Row } from './storage/rows.ts';
import type { Table } from './storage/table.ts';

/** One partition, because there are few and all are read together. No account has such a name. */
const PARTITION = 'creation|';

/** Open creations of pools, in a table that also has other rows. */
export function openCreationTable(table: Table): OpenCreations {
  return {
    list: async () => {
      const { open, problems } = await listOpenRows(table, PARTITION, { read: fromEntity, unreadable });
      return { creations: open, problems };
    },
    put: async ({ pool: { account, poolId }, correlation, begunAt }) => {
      const entity = { ...keysOf(correlation), account, poolId, begunAt: begunAt.toString() };
      await table.run((client) => client.upsertEntity(entity, 'Replace'));
    },
    delete: ({ correlation }) => deleteRow(table, keysOf(correlation)),
  };
}

function keysOf(correlation: string) {
  return { partitionKey: PARTITION, rowKey: correlation };
}

function unreadable({ rowKey }: Row): string {
  return `The open creation in the row ${rowKey} of the partition ${PARTITION} in the table Overrides cannot be read: delete the row, and see in the audit log whether its intent has an outcome.`;
}

function fromEntity({ rowKey, account, poolId, begunAt }: Row): OpenCreation {
  return {
    pool: { account: String(account), poolId: String(poolId) },
    correlation: String(rowKey),
    begunAt: Temporal.Instant.from(String(begunAt)),
  };
}
