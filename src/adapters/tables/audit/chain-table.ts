import { monthOfChain } from '../../../core/audit/chain-name.ts';
import type { AuditRecord } from '../../../core/audit/record.ts';
import type { AuditChains, KeptRecord, RecordBatch } from '../../../ports/audit-chains.ts';
import { unlessRefused } from '../storage/rows.ts';
import type { Table } from '../storage/table.ts';
import { chainIndex } from './chain-index.ts';
import { chainRow, chainRows, hourIndexRows, indexRowsOf, inOrderOfMonths, toChainHead } from './chain-rows.ts';
import { clearChain } from './clear-chain.ts';
import { changeHead, closeChain, readHead } from './head.ts';
import { ARCHIVED } from './keys.ts';
import { readChain } from './read-chain.ts';
import { LARGEST_PAGE } from './read-rows.ts';
import { recordKeyOfRow, recordRow } from './record-key.ts';

/** The chains in the table `Audit`, for verification and archiving. */
export function chainTable(table: Table): AuditChains {
  const index = chainIndex(table);
  return {
    list: async (filter) => inOrderOfMonths(await index.allChains(), filter),
    head: async (chain) => {
      const head = await readHead(table, chain);
      return head === undefined ? undefined : toChainHead(head);
    },
    rows: (chain, kind, after) => chainRows(table, chain, { kind, after }),
    row: (chain, kind, key) => chainRow(table, chain, { kind, key }),
    missingIndexRows: async (chain, records) => {
      const { hours, correlations } = await index.missing(chain, indexRowsOf(chain, records));
      const gone = (record: KeptRecord) => indexRowsOf(chain, [record]);
      return [
        ...hours.map((hour) => ({
          indexRow: `its hour in the directory`,
          number: lowest(records.filter((one) => gone(one).hours.includes(hour))),
        })),
        ...correlations.map((one) => ({
          indexRow: `correlation ${one}`,
          number: lowest(records.filter(({ record }) => record.correlation === one)),
        })),
      ];
    },
    hourIndexRows: (filter, after) => hourIndexRows(table, filter, after ?? ''),
    close: async (chain) => {
      const head = await closeChain(table, chain);
      return head === undefined ? undefined : toChainHead(head);
    },
    inOrder: (chain, range) => inOrder(table, chain, range),
    markArchived: async ({ chain, number, hash }, blob) => {
      const head = await readHead(table, chain);
      if (head === undefined || head.end.number !== number || head.end.hash !== hash) return false;
      // Before the first record is deleted, pages must say that a part of the month is in the archive.
      await noteMonth(table, monthOfChain(chain));
      return changeHead(table, head, { archive: blob, cleared: false });
    },
    clear: async (chain) => {
      await index.noteArchived(chain);
      return clearChain(table, chain);
    },
  };
}

function lowest(records: readonly KeptRecord[]): number {
  return Math.min(...records.map(({ record }) => record.number));
}

async function* inOrder(
  table: Table,
  chain: string,
  { size, after }: Parameters<AuditChains['inOrder']>[1],
): AsyncGenerator<RecordBatch> {
  let records: AuditRecord[] = [];
  let position = after;
  const key = after === undefined ? undefined : recordKeyOfRow(chain, after);
  const range = { query: { order: 'oldest' }, pageSize: LARGEST_PAGE, after: key } as const;
  for await (const { record, recordKey } of readChain(table, chain, range)) {
    records.push(record);
    position = recordRow(recordKey);
    if (records.length < size) continue;
    yield { records, position };
    records = [];
  }
  if (records.length > 0) yield { records, position };
}

async function noteMonth(table: Table, month: string): Promise<void> {
  const row = { partitionKey: ARCHIVED, rowKey: month };
  await unlessRefused([409], () => table.run((client) => client.createEntity(row)));
}
