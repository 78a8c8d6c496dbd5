import type { ChainEnd } from '../../../core/audit/chain.ts';
import { findRow, type Row, unlessRefused } from '../storage/rows.ts';
import type { Table } from '../storage/table.ts';
import { HEAD, monthOfChain, monthSpan, stemOfChain } from './keys.ts';
import { readChain } from './read-chain.ts';
import { millisecondsOf } from './record-key.ts';
import type { AuditIndex } from './source.ts';

/** What the head of a chain says. */
export interface Head {
  readonly end: ChainEnd;
  /** The latest moment among its records: keys never go back, also where a clock does. */
  readonly milliseconds: number;
  /** `undefined` where the head has not been written yet. */
  readonly etag: string | undefined;
  /** A later chain goes on from its end: nothing is added to it any more. */
  readonly isClosed: boolean;
  readonly archive: ArchivedAs | undefined;
}

/** Where the records of a chain are that has been moved to the archive. */
export interface ArchivedAs {
  readonly blob: string;
  /** Are the rows gone? Until then they are there as well, and no longer looked at. */
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

/** The head of a chain that has records and none: it goes on from the last record. `undefined` where there are no records. */
export async function lostHead(table: Table, chain: string): Promise<Head | undefined> {
  for await (const { record, recordKey } of readChain(table, chain, { query: {}, pageSize: 1 })) {
    const { number, hash } = record;
    const milliseconds = millisecondsOf(recordKey);
    return { end: { chain, number, hash }, milliseconds, etag: undefined, isClosed: false, archive: undefined };
  }
  return undefined;
}

/** The row of the head of a chain that is written to. */
export function toHeadEntity({ chain, number, hash }: ChainEnd, milliseconds: number) {
  return { partitionKey: chain, rowKey: HEAD, number, hash, milliseconds: String(milliseconds) };
}

/**
 * How a new chain begins: it goes on from the end of the last one of an earlier month, so that a whole month cannot be lost
 * unseen. That one is closed, so that its end stays the end. Where there is a later one already, the new one is none.
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

/** Lets nothing be added to a chain any more. Gives its head; `undefined` if there is none. */
export async function closeChain(table: Table, chain: string): Promise<Head | undefined> {
  for (;;) {
    const head = await readHead(table, chain);
    if (head === undefined || head.isClosed) return head;
    if (await changeHead(table, head, { closed: true })) return { ...head, isClosed: true };
  }
}

/** Changes members of a head that was read; `false` if somebody else has changed it since to something else. */
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

/** So it is after this very change too, if its answer was lost and it was sent again. */
function hasMembers(row: Row | undefined, members: Readonly<Record<string, string | boolean>>): boolean {
  return row !== undefined && Object.entries(members).every(([name, value]) => row[name] === value);
}
