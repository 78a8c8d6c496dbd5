import type { TableEntityResult } from '@azure/data-tables';
import type { Claim, ClaimScope, ClaimStore, KeptClaim } from '../../ports/claim-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { sha256 } from '../../ports/sha256.ts';
import { odata } from './storage/odata.ts';
import { deleteRow, deleteRows, findRow, queryRows, type Row } from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { fromChunks, toChunks } from './storage/text-chunks.ts';
import { writeRow } from './storage/write-row.ts';

type Entity = TableEntityResult<Record<string, unknown>>;

/**
 * Claims in the table `Claims`: a scope is a partition, and the hash of a key is a row, because a key may be any text. The
 * clock gives real time, because senders of requests use it.
 */
export function claimTable(table: Table, clock: Clock): ClaimStore {
  return {
    claim: (claim) => claimIn(table, clock, claim),
    get: async (scope, key) => {
      const entity = await read(table, scope, key);
      return entity !== undefined && holds(entity, await moment(clock)) ? toKept(entity) : undefined;
    },
    list: async (scope) => {
      const rows = await queryRows(table, odata`PartitionKey eq ${scope} and until gt ${await moment(clock)}`);
      return rows.map((row) => ({ text: fromChunks(row, 'text') ?? '', tag: row.etag }));
    },
    update: (claim, tag) => replace(table, claim, tag),
    forget: (scope, key) => deleteRow(table, { partitionKey: scope, rowKey: rowOf(key) }),
    sweep: async () => sweep(table, await moment(clock)),
  };
}

/** Replaces a claim that has expired; of concurrent callers, the first one does. */
async function claimIn(table: Table, clock: Clock, claim: Claim): Promise<KeptClaim | undefined> {
  for (;;) {
    if ((await writeRow(table, toEntity(claim), undefined)) !== undefined) return undefined;
    const there = await read(table, claim.scope, claim.key);
    // It was deleted between the two reads.
    if (there === undefined) continue;
    if (holds(there, await moment(clock))) return toKept(there);
    if (await replace(table, claim, there.etag)) return undefined;
  }
}

/** Replaces the row that has this ETag; `false`, and nothing is written, if the row is gone or has another one. */
async function replace(table: Table, claim: Claim, etag: string): Promise<boolean> {
  return (await writeRow(table, toEntity(claim), etag)) !== undefined;
}

async function sweep(table: Table, now: string): Promise<number> {
  // A claim that somebody has made anew since has another ETag, and stays.
  const over = await queryRows(table, odata`until le ${now}`, ['PartitionKey', 'RowKey']);
  await deleteRows(table, over);
  return over.length;
}

function read(table: Table, scope: ClaimScope, key: string): Promise<Row | undefined> {
  return findRow(table, { partitionKey: scope, rowKey: rowOf(key) });
}

function toEntity({ scope, key, text, until }: Claim) {
  return {
    partitionKey: scope,
    rowKey: rowOf(key),
    until: until.toString({ smallestUnit: 'millisecond' }),
    ...toChunks('text', text),
  };
}

function toKept(entity: Entity): KeptClaim {
  return { text: fromChunks(entity, 'text') ?? '', tag: entity.etag };
}

/** Instants as texts with the same number of digits sort in order of time. */
function holds({ until }: Entity, now: string): boolean {
  return String(until) > now;
}

async function moment(clock: Clock): Promise<string> {
  return (await clock.now()).toString({ smallestUnit: 'millisecond' });
}

function rowOf(key: string): string {
  return sha256(key);
}
