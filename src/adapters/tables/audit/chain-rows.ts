import { monthOfChain, stemOfChain } from '../../../core/audit/chain-name.ts';
import type { AuditRecord } from '../../../core/audit/record.ts';
import type { ChainFilter, ChainHead, KeptPage, KeptRecord, RowKind } from '../../../ports/audit-chains.ts';
import { odata } from '../storage/odata.ts';
import { findRow } from '../storage/rows.ts';
import type { Table } from '../storage/table.ts';
import { fromAuditEntity } from './entity.ts';
import type { Head } from './head.ts';
import { HOURS, hourKey, rowPrefix } from './keys.ts';
import { LARGEST_PAGE, readRows } from './read-rows.ts';
import { millisecondsOf, recordKeyOfRow } from './record-key.ts';
import { belongsTo, isInSpan } from './source.ts';

/** The row key prefix of each kind of row; that of copies is followed by the node. */
const PREFIX: Readonly<Record<RowKind, string>> = { records: rowPrefix(), copies: 'n.' };

/** The rows of a chain in the order of their keys. */
export async function* chainRows(
  table: Table,
  chain: string,
  { kind, after }: { readonly kind: RowKind; readonly after: string | undefined },
): AsyncGenerator<KeptPage> {
  const prefix = PREFIX[kind];
  // `/` is the next character after the dot of the prefix; `~` sorts after every character of a key.
  const filter = [
    odata`PartitionKey eq ${chain} and RowKey gt ${prefix + (after ?? '')}`,
    odata`RowKey lt ${`${prefix.slice(0, -1)}/`}`,
  ].join(' and ');
  for await (const rows of readRows(table, { filter, pageSize: LARGEST_PAGE })) {
    const records = rows.map((row) => ({ record: fromAuditEntity(row), key: row.rowKey.slice(prefix.length) }));
    yield { records, position: records.at(-1)?.key ?? '' };
  }
}

/** One row of a chain; `undefined` if there is none. */
export async function chainRow(
  table: Table,
  chain: string,
  { kind, key }: { readonly kind: RowKind; readonly key: string },
): Promise<AuditRecord | undefined> {
  const row = await findRow(table, { partitionKey: chain, rowKey: PREFIX[kind] + key });
  return row && fromAuditEntity(row);
}

/** The hours and correlations whose index rows should point to records. */
export function indexRowsOf(chain: string, records: readonly KeptRecord[]) {
  return {
    hours: [...new Set(records.map(({ key }) => hourKey(millisecondsOf(recordKeyOfRow(chain, key)))))],
    correlations: [...new Set(records.map(({ record }) => record.correlation))],
  };
}

/** Sorts chains: those of one subject together, the earliest month first. */
export function inOrderOfMonths(chains: readonly string[], filter: ChainFilter): readonly string[] {
  const name = (chain: string) => `${stemOfChain(chain)} ${monthOfChain(chain)}`;
  return chains
    .filter((chain) => belongsTo(chain, filter) && isInSpan(chain, filter))
    .toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** The index rows of hours from a position on, for the chains of a filter. */
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

/** A head in the form of the port. */
export function toChainHead({ end, archive }: Head): ChainHead {
  return { ...end, archive };
}
