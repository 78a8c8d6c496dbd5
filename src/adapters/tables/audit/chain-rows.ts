import type { AuditRecord } from '../../../core/audit/record.ts';
import type { ChainFilter, ChainHead, KeptPage, KeptRecord, RowKind } from '../../../ports/audit-chains.ts';
import { odata } from '../storage/odata.ts';
import { findRow } from '../storage/rows.ts';
import type { Table } from '../storage/table.ts';
import { fromAuditEntity } from './entity.ts';
import type { Head } from './head.ts';
import { HOURS, hourKey, monthOfChain, rowPrefix, stemOfChain } from './keys.ts';
import { LARGEST_PAGE, readRows } from './read-rows.ts';
import { millisecondsOf, recordKeyOfRow } from './record-key.ts';
import { belongsTo, isInSpan } from './source.ts';

/** What rows begin with by their kind; those of copies go on with the node. */
const PREFIX: Readonly<Record<RowKind, string>> = { records: rowPrefix(), copies: 'n.' };

/** The rows of a chain in the order of their keys. */
export async function* chainRows(
  table: Table,
  chain: string,
  { kind, after }: { readonly kind: RowKind; readonly after: string | undefined },
): AsyncGenerator<KeptPage> {
  const prefix = PREFIX[kind];
  // `/` comes right after the dot of the prefix, `~` after every character of a key.
  const filter = [
    odata`PartitionKey eq ${chain} and RowKey gt ${prefix + (after ?? '')}`,
    odata`RowKey lt ${`${prefix.slice(0, -1)}/`}`,
  ].join(' and ');
  for await (const rows of readRows(table, { filter, pageSize: LARGEST_PAGE })) {
    const records = rows.map((row) => ({ record: fromAuditEntity(row), key: row.rowKey.slice(prefix.length) }));
    yield { records, position: records.at(-1)?.key ?? '' };
  }
}

/** One row of a chain; `undefined` if it is not there. */
export async function chainRow(
  table: Table,
  chain: string,
  { kind, key }: { readonly kind: RowKind; readonly key: string },
): Promise<AuditRecord | undefined> {
  const row = await findRow(table, { partitionKey: chain, rowKey: PREFIX[kind] + key });
  return row && fromAuditEntity(row);
}

/** The hours and correlations that should point to records. */
export function indexRowsOf(chain: string, records: readonly KeptRecord[]) {
  return {
    hours: [...new Set(records.map(({ key }) => hourKey(millisecondsOf(recordKeyOfRow(chain, key)))))],
    correlations: [...new Set(records.map(({ record }) => record.correlation))],
  };
}

/** Chains of a filter in order: those of one subject side by side, the earliest month first. */
export function inOrderOfMonths(chains: readonly string[], filter: ChainFilter): readonly string[] {
  const name = (chain: string) => `${stemOfChain(chain)} ${monthOfChain(chain)}`;
  return chains
    .filter((chain) => belongsTo(chain, filter) && isInSpan(chain, filter))
    .toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** The directory of hours from a position on, without what does not belong to a filter. */
export async function* hourIndexRows(table: Table, filter: ChainFilter, after: string) {
  const { from, to } = filter;
  const first = to === undefined ? '' : hourKey(to.epochMilliseconds - 1);
  const last = from === undefined ? '~' : `${hourKey(from.epochMilliseconds)}.~`;
  const range = odata`PartitionKey eq ${HOURS} and RowKey gt ${after > first ? after : first} and RowKey le ${last}`;
  for await (const rows of readRows(table, { filter: range, pageSize: LARGEST_PAGE, select: ['rowKey'] })) {
    for (const { rowKey } of rows) {
      const chain = rowKey.slice(rowKey.indexOf('.') + 1);
      if (belongsTo(chain, filter)) yield { chain, position: rowKey };
    }
  }
}

/** A head as those see it who check or move a chain. */
export function toChainHead({ end, archive }: Head): ChainHead {
  return { ...end, archive };
}
