import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Spending } from '../../core/memory/spending.ts';
import { COUNTED_ACTS } from '../../core/pool/act.ts';
import type { ActLedger } from '../../ports/act-ledger.ts';
import { findRow, type RowName } from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { fromChunks, toChunks } from './storage/text-chunks.ts';
import { writeRow } from './storage/write-row.ts';

/** The most attempts to charge against concurrent processes. After the last one, the caller tries again at the next tick. */
const TRIES = 20;

const SPENDINGS = z.lazy(() =>
  z.array(
    z.object({
      at: z.string().transform((text) => Temporal.Instant.from(text)),
      action: z.enum(COUNTED_ACTS),
      nodes: z.number(),
    }),
  ),
);

/** What was charged to shared limits, in a row for each scope of the table `PoolState`; its ETag serializes the changes. */
export function actLedgerTable(table: Table): ActLedger {
  return {
    read: async (scope) => (await readRow(table, scope)).spent,
    change: async (scope, change) => {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const { spent: before, tag } = await readRow(table, scope);
        const { spent, result } = change(before);
        const row = { ...keysOf(scope), ...toChunks('spent', JSON.stringify(spent)) };
        if ((await writeRow(table, row, tag)) !== undefined) return result;
      }
      return undefined;
    },
  };
}

/** No account has such a name: an account's name has at least three letters and digits. */
function keysOf(scope: string): RowName {
  return { partitionKey: '_', rowKey: `limit|${scope.replace('/', '|')}` };
}

async function readRow(
  table: Table,
  scope: string,
): Promise<{ readonly spent: readonly Spending[]; readonly tag: string | undefined }> {
  const row = await findRow(table, keysOf(scope));
  const text = row && fromChunks(row, 'spent');
  return { spent: text === undefined ? [] : SPENDINGS.parse(JSON.parse(text)), tag: row?.etag };
}
