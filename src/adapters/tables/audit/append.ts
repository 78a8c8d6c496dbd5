import { linkEntries } from '../../../core/audit/chain.ts';
import { stemOfChain } from '../../../core/audit/chain-name.ts';
import { fitEntry, valuesLength } from '../../../core/audit/fit-entry.ts';
import type { AuditEntry, AuditRecord } from '../../../core/audit/record.ts';
import type { AppendOptions, AuditWriter } from '../../../ports/audit.ts';
import { AppError } from '../../../ports/errors.ts';
import { sha256 } from '../../../ports/sha256.ts';
import { findRow, unlessRefused } from '../storage/rows.ts';
import type { Table } from '../storage/table.ts';
import { writeTransaction } from '../storage/transaction.ts';
import type { TransactionWrite } from '../storage/transaction-body.ts';
import type { ChainIndex } from './chain-index.ts';
import { toAuditEntity } from './entity.ts';
import { beginning, type Head, lostHead, readHead, toHeadEntity } from './head.ts';
import { chainAfter, chainAt, hourKey, stemOf } from './keys.ts';
import { millisecondsOf, type RecordKey, recordKeyOf, recordRow } from './record-key.ts';

/** "A transaction can include at most 100 entities": each record with its copy under its node, and the head. */
const ENTRIES_AT_ONCE = 49;
/**
 * The longest values of the records in a transaction, with those of their copies: "the total size of the request body for a
 * change set operation can't exceed 4 MiB". The other members of 98 rows need less than 1.5 MB.
 * https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
 */
const LONGEST_VALUES = 2_500_000;
/** How often an append is retried when another writer of the same chain was faster. */
const ATTEMPTS = 20;
const LONGEST_REASON = 4_000;

/** Appends entries to their chains, in order; those of one chain in one transaction. */
export function appender(table: Table, index: ChainIndex): AuditWriter['append'] {
  const heads = new Map<string, Head>();
  const inTurn = turns();
  return async (entries, { stillMay } = {}) => {
    const records: AuditRecord[] = [];
    for (const { chain, batch } of batches(entries))
      records.push(...(await inTurn(chain, () => appendBatch({ table, index, heads, stillMay }, chain, batch))));
    return records;
  };
}

/** Serializes the writers of a chain in this process: of concurrent ones, all but one would have to retry. */
function turns(): <Value>(chain: string, write: () => Promise<Value>) => Promise<Value> {
  const last = new Map<string, Promise<unknown>>();
  return (chain, write) => {
    const turn = (last.get(chain) ?? Promise.resolve()).then(write, write);
    last.set(chain, turn);
    const end = () => {
      if (last.get(chain) === turn) last.delete(chain);
    };
    turn.then(end, end);
    return turn;
  };
}

interface Writer {
  readonly table: Table;
  readonly index: ChainIndex;
  /** The heads of chains as this process knows them. If another process has written since, the ETag shows it. */
  readonly heads: Map<string, Head>;
  readonly stillMay: AppendOptions['stillMay'];
}

interface Batch {
  readonly chain: string;
  readonly batch: readonly AuditEntry[];
}

/** Groups consecutive entries of the same chain, up to what a transaction holds. */
function batches(entries: readonly AuditEntry[]): readonly Batch[] {
  const result: { readonly chain: string; readonly batch: AuditEntry[] }[] = [];
  let length = 0;
  for (const entry of entries) {
    const chain = chainAt(stemOf(entry), entry.at);
    const last = result.at(-1);
    const fitting = fitEntry({ ...entry, actor: entry.actor.toWellFormed(), reason: oneLine(entry.reason) }, sha256);
    const own = valuesLength(fitting) * (entry.subject.node === undefined ? 1 : 2);
    length += own;
    if (last?.chain === chain && last.batch.length < ENTRIES_AT_ONCE && length <= LONGEST_VALUES) {
      last.batch.push(fitting);
    } else {
      result.push({ chain, batch: [fitting] });
      length = own;
    }
  }
  return result;
}

/** A reason must stay on one line in tables and exports. */
function oneLine(reason: string): string {
  // A table returns a lone surrogate as another character, so the record would look changed.
  return reason
    .slice(0, LONGEST_REASON)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

async function appendBatch(
  writer: Writer,
  wanted: string,
  batch: readonly AuditEntry[],
): Promise<readonly AuditRecord[]> {
  let chain = wanted;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const head = await headOf(writer, chain);
    if (head.isClosed) {
      chain = await laterChain(writer.index, chain);
      continue;
    }
    await writer.stillMay?.();
    const notes = noteOn(head, batch);
    const records = linkEntries(head.end, [...notes, ...batch], sha256);
    const recordKeys = recordKeysAfter(head, records);
    const own = records.slice(notes.length);
    if (await write(writer, { head, records, recordKeys })) return own;
    writer.heads.delete(chain);
    // The chain has moved. If this very attempt moved it and its response was lost, the append has succeeded.
    if (await isWritten(writer, records[0], recordKeys[0])) return own;
  }
  throw new AppError(
    'StorageUnavailable',
    `The audit chain ${chain} is written to from too many sides: nothing was recorded.`,
  );
}

/** The chain for an entry that comes too late for its month. */
async function laterChain(index: ChainIndex, chain: string): Promise<string> {
  const [newest = ''] = await index.chainsOf(stemOfChain(chain));
  return newest > chain ? newest : chainAfter(chain);
}

async function headOf({ table, index, heads }: Writer, chain: string): Promise<Head> {
  const known = heads.get(chain);
  if (known !== undefined) return known;
  const head =
    (await readHead(table, chain)) ?? (await lostHead(table, chain)) ?? (await beginning({ table, index }, chain));
  if (!head.isClosed) remember(heads, chain, head);
  return head;
}

/** A record that says that somebody has removed the head of the chain. */
function noteOn({ etag, end }: Head, [first]: readonly AuditEntry[]): readonly AuditEntry[] {
  // A new chain has no records yet.
  if (etag !== undefined || end.number === 0 || first === undefined) return [];
  const { at, subject, correlation } = first;
  return [
    {
      at,
      actor: 'app',
      action: 'audit.head-missing',
      phase: 'event',
      // Not under a node: the transaction has no room for a copy.
      subject: { ...subject, node: undefined },
      reason: `the head of this chain was removed: it continues from record ${end.number}, the last one that exists`,
      correlation,
    },
  ];
}

/** Keys never decrease in a chain, even if the clock is set back: the order is that of the numbers. */
function recordKeysAfter(head: Head, records: readonly AuditRecord[]): readonly RecordKey[] {
  let { milliseconds } = head;
  return records.map((record) => {
    milliseconds = Math.max(milliseconds, record.at.epochMilliseconds);
    return recordKeyOf(milliseconds, record);
  });
}

interface Attempt {
  readonly head: Head;
  readonly records: readonly AuditRecord[];
  readonly recordKeys: readonly RecordKey[];
}

/** Writes records, their copies and the new head in one transaction; `false` if the chain has moved meanwhile. */
async function write({ table, index, heads }: Writer, { head, records, recordKeys }: Attempt): Promise<boolean> {
  const last = records.at(-1);
  const lastKey = recordKeys.at(-1);
  if (last === undefined || lastKey === undefined) return true;
  const { chain, number, hash } = last;
  const milliseconds = millisecondsOf(lastKey);
  await index.pointTo(chain, {
    hours: [...new Set(recordKeys.map((recordKey) => hourKey(millisecondsOf(recordKey))))],
    correlations: [...new Set(records.map(({ correlation }) => correlation))],
  });

  const rows = records.map((record, index): TransactionWrite => {
    const recordKey = recordKeys[index] ?? lastKey;
    const { node } = record.subject;
    const copies = node === undefined ? [] : [recordRow(recordKey, node)];
    return { row: toAuditEntity(record, recordKey), copies };
  });
  const move = { row: toHeadEntity({ chain, number, hash }, milliseconds), tag: head.etag };
  const tags = await unlessRefused([404, 409, 412], () => writeTransaction(table, [...rows, move]));
  if (tags === undefined) return false;
  const etag = tags.at(-1);
  remember(heads, chain, { end: { chain, number, hash }, milliseconds, etag, isClosed: false, archive: undefined });
  return true;
}

async function isWritten(
  { table }: Writer,
  record: AuditRecord | undefined,
  recordKey: RecordKey | undefined,
): Promise<boolean> {
  if (record === undefined || recordKey === undefined) return false;
  const row = await findRow(table, { partitionKey: record.chain, rowKey: recordRow(recordKey) });
  return row?.['hash'] === record.hash;
}

const REMEMBERED_HEADS = 5_000;

function remember(heads: Map<string, Head>, chain: string, head: Head): void {
  if (heads.size >= REMEMBERED_HEADS) heads.clear();
  heads.set(chain, head);
}
