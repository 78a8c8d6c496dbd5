import type { TransactionAction } from '@azure/data-tables';
import type { KeptRecord } from '../../../ports/audit-chains.ts';
import { deleteRows, type RowName, unlessRefused } from '../storage/rows.ts';
import type { Table } from '../storage/table.ts';
import { chainRows, indexRowsOf } from './chain-rows.ts';
import { changeHead, readHead } from './head.ts';
import { correlationOf, HOURS, rowPrefix } from './keys.ts';

/** "A transaction can include at most 100 entities": each record with its copy under its node. */
const RECORDS_AT_ONCE = 50;

/**
 * Deletes the last records of a chain, with their copies and index rows; `true` when no row was left, which the head then says.
 * Index rows are deleted first, so that an interrupted deletion can be continued from the records that are left.
 */
export async function clearChain(table: Table, chain: string): Promise<boolean> {
  for await (const { records } of chainRows(table, chain, { kind: 'records', after: undefined })) {
    const { hours, correlations } = indexRowsOf(chain, records);
    await deleteRows(table, [
      ...hours.map((hour) => ({ partitionKey: HOURS, rowKey: `${hour}.${chain}` })),
      ...correlations.map((correlation) => ({ partitionKey: correlationOf(correlation), rowKey: chain })),
    ]);
    for (let first = 0; first < records.length; first += RECORDS_AT_ONCE) {
      await removeTogether(table, rowsOf(chain, records.slice(first, first + RECORDS_AT_ONCE)));
    }
    return false;
  }
  for await (const { records } of chainRows(table, chain, { kind: 'copies', after: undefined })) {
    await deleteRows(
      table,
      records.map(({ key }) => ({ partitionKey: chain, rowKey: `n.${key}` })),
    );
    return false;
  }
  const head = await readHead(table, chain);
  return head !== undefined && (await changeHead(table, head, { cleared: true }));
}

function rowsOf(chain: string, records: readonly KeptRecord[]): readonly RowName[] {
  return records.flatMap(({ record, key }) => {
    const { node } = record.subject;
    const row = { partitionKey: chain, rowKey: rowPrefix() + key };
    return node === undefined ? [row] : [row, { partitionKey: chain, rowKey: rowPrefix(node) + key }];
  });
}

async function removeTogether(table: Table, rows: readonly RowName[]): Promise<void> {
  const actions = rows.map((row): TransactionAction => ['delete', { ...row }]);
  const removed = await unlessRefused([404], () => table.run((client) => client.submitTransaction(actions)));
  // One of them no longer exists, so the transaction deleted none.
  if (removed === undefined) await deleteRows(table, rows);
}
