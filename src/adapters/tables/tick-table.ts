import { Temporal } from 'temporal-polyfill';
import { asciiJson } from '../../core/text/ascii-json.ts';
import type { Tick, Ticks } from '../../ports/ticks.ts';
import { addDocumentMark, DOCUMENT_MARK, markIn } from './document-mark.ts';
import { odata } from './storage/odata.ts';
import { findRow, queryRows, type Row, type SentRow } from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { fromChunks, toChunks } from './storage/text-chunks.ts';
import { replaceRow } from './storage/write-row.ts';

/** No account has this name: an account's name has at least three letters and digits. */
const TICKS = { partitionKey: '_', rowKey: 'last-tick' };

/** The last run of the timer, in the table `PoolState`, beside the pools and the change mark of the documents. */
export function tickTable(table: Table): Ticks {
  return {
    last: async () => toTick(await findRow(table, TICKS)),
    start: async () => {
      const rows = await queryRows(table, WITH_MARK);
      const rowOf = (name: string) => rows.find(({ rowKey }) => rowKey === name);
      const mark = rowOf(DOCUMENT_MARK.rowKey);
      if (mark === undefined) await addDocumentMark(table);
      return { before: readable(rowOf(TICKS.rowKey)), documents: markIn(mark) };
    },
    record: async ({ at, pools, due, problems }) => {
      const entity = { ...TICKS, at: at.toString(), pools, due, ...toChunks('problems', asciiJson(problems)) };
      await replaceRow(table, entity);
    },
  };
}

/** Both rows in one request. */
const WITH_MARK = odata`PartitionKey eq ${TICKS.partitionKey} and RowKey ge ${DOCUMENT_MARK.rowKey} and RowKey le ${TICKS.rowKey}`;

/** If the row of the last tick cannot be parsed, the tick goes on without it and overwrites it. */
function readable(row: SentRow | undefined): Tick | undefined {
  try {
    return toTick(row);
  } catch {
    return undefined;
  }
}

function toTick(row: Row | SentRow | undefined): Tick | undefined {
  if (row === undefined) return undefined;
  const { at, pools, due } = row;
  return {
    at: Temporal.Instant.from(String(at)),
    pools: Number(pools),
    due: Number(due),
    problems: JSON.parse(fromChunks(row, 'problems') ?? '[]') as readonly string[],
  };
}
