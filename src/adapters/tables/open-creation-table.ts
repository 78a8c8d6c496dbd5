import { Temporal } from 'temporal-polyfill';
import type { OpenCreation, OpenCreations } from '../../ports/open-creations.ts';
import { odata } from './storage/odata.ts';
import { deleteRow, type Row } from './storage/rows.ts';
import type { Table } from './storage/table.ts';

/** One partition, because there are few and all are read together. No account has such a name. */
const PARTITION = 'creation|';

/** Open creations of pools, in a table that also has other rows. */
export function openCreationTable(table: Table): OpenCreations {
  return {
    list: () =>
      table.run(async (client) => {
        const creations: OpenCreation[] = [];
        const queryOptions = { filter: odata`PartitionKey eq ${PARTITION}` };
        for await (const row of client.listEntities<Record<string, unknown>>({ queryOptions }))
          creations.push(fromEntity(row));
        return creations;
      }),
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

function fromEntity({ rowKey, account, poolId, begunAt }: Row): OpenCreation {
  return {
    pool: { account: String(account), poolId: String(poolId) },
    correlation: String(rowKey),
    begunAt: Temporal.Instant.from(String(begunAt)),
  };
}
