import type { ChainEnd } from '../../../core/audit/chain.ts';
import { monthOfChain, stemOfChain } from '../../../core/audit/chain-name.ts';
import { findRow, type Row, unlessRefused } from '../storage/rows.ts';
import type { Table } from '../storage/table.ts';
import type { AuditIndex } from './chain-index.ts';
import { HEAD, monthSpan } from './keys.ts';
import { readChain } from './read-chain.ts';
import { millisecondsOf } from './record-key.ts';

/** The content of the head of a chain. */
export interface Head {
  readonly end: ChainEnd;
  /** The latest time among its records: keys never decrease, even if the clock is set back. */
  readonly milliseconds: number;
  /** `undefined` if the head has not been written yet. */
  readonly etag: string | undefined;
  /** A later chain continues from its end, so nothing more is appended to it. */
  readonly isClosed: boolean;
  readonly archive: ArchivedAs | undefined;
}

/** Where the records of an archived chain are. */
export interface ArchivedAs {
  readonly blob: string;
  /** Are the rows deleted? Until then some exist as well, but from the first deletion on they are no longer read. */
  readonly isCleared: boolean;
}

/** The head of a chain; `undefined` if there is none. */
export async function readHead(table: Table, chain: string): Promise<Head | undefined> {
  const row = await findRow(table, { partitionKey: chain, rowKey: HEAD });
  if (row === undefined) return undefined;
  const { number, hash, milliseconds, closed, archive, cleared, etag } = row;
  return {
    end: { chain, number: Number(number), hash: String(hash) },
    milliseconds: Number(milliseconds),
    etag,
    isClosed: closed === true,
    archive: typeof archive === 'string' ? { blob: archive, isCleared: cleared === true } : undefined,
  };
}

/** The head of a chain that has records but no head: it continues from the last record. `undefined` if there are no records. */
export async function lostHead(table: Table, chain: string): Promise<Head | undefined> {
  for await (const { record, recordKey } of readChain(table, chain, { query: {}, pageSize: 1 })) {
    const { number, hash } = record;
    const milliseconds = millisecondsOf(recordKey);
    return { end: { chain, number, hash }, milliseconds, etag: undefined, isClosed: false, archive: undefined };
  }
  return undefined;
}

/** The row of the head of a chain. */
export function toHeadEntity({ chain, number, hash }: ChainEnd, milliseconds: number) {
  return { partitionKey: chain, rowKey: HEAD, number, hash, milliseconds: String(milliseconds) };
}

/**
 * The head with which a new chain begins: it continues from the end of the latest earlier chain, so that the loss of a whole
 * month would be noticed. That chain is closed, so that its end is final. If there is a later chain already, no new one is
 * begun.
 */
export async function beginning({ table, index }: AuditIndex, chain: string): Promise<Head> {
  const { from } = monthSpan(monthOfChain(chain));
  const head = { milliseconds: from.epochMilliseconds, etag: undefined, isClosed: false, archive: undefined };
  for (const other of await index.chainsOf(stemOfChain(chain))) {
    if (other === chain) continue;
    const found = other < chain ? await closeChain(table, other) : await readHead(table, other);
    if (found === undefined) continue;
    return { ...head, end: { chain, number: 0, hash: found.end.hash }, isClosed: other > chain };
  }
  return { ...head, end: { chain, number: 0, hash: '' } };
}

/** Closes a chain to further records. @returns its head; `undefined` if there is none */
export async function closeChain(table: Table, chain: string): Promise<Head | undefined> {
  for (;;) {
    const head = await readHead(table, chain);
    if (head === undefined || head.isClosed) return head;
    if (await changeHead(table, head, { closed: true })) return { ...head, isClosed: true };
  }
}

/** Changes members of a head that was read; `false` if somebody else has changed it differently since. */
export async function changeHead(
  table: Table,
  { end, etag }: Pick<Head, 'end' | 'etag'>,
  members: Readonly<Record<string, string | boolean>>,
): Promise<boolean> {
  const entity = { partitionKey: end.chain, rowKey: HEAD, ...members };
  const written = await unlessRefused([412], () =>
    table.run((client) => client.updateEntity(entity, 'Merge', { etag: etag ?? '*' })),
  );
  return written !== undefined || hasMembers(await findRow(table, entity), members);
}

/** Also true after this very change, if its response was lost and it was sent again. */
function hasMembers(row: Row | undefined, members: Readonly<Record<string, string | boolean>>): boolean {
  return row !== undefined && Object.entries(members).every(([name, value]) => row[name] === value);
}
