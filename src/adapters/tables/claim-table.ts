import { odata, type TableEntityResult } from '@azure/data-tables';
import type { Claim, ClaimScope, ClaimStore, KeptClaim } from '../../ports/claim-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { sha256 } from '../../ports/sha256.ts';
import { statusOf, type Table } from './storage/table.ts';
import { fromChunks, toChunks } from './storage/text-chunks.ts';

type Entity = TableEntityResult<Record<string, unknown>>;

/**
 * Claims in the table `Once`: a scope is a partition, the hash of a key is a row, as a key may be any text. `now` is real
 * time: the claims come from a world that knows no other.
 */
export function claimTable(table: Table, clock: Clock): ClaimStore {
  return {
    claim: (claim) => claimIn(table, clock, claim),
    get: async (scope, key) => {
      const entity = await read(table, scope, key);
      return entity !== undefined && holds(entity, await moment(clock)) ? toKept(entity) : undefined;
    },
    update: (claim, tag) =>
      expecting([404, 412], () =>
        table.run((client) => client.updateEntity(toEntity(claim), 'Replace', { etag: tag })),
      ),
    forget: async (scope, key) => {
      await expecting([404], () => table.run((client) => client.deleteEntity(scope, rowOf(key))));
    },
    sweep: async () => sweep(table, await moment(clock)),
  };
}

/** A claim that no longer holds is replaced, by whoever is first. */
async function claimIn(table: Table, clock: Clock, claim: Claim): Promise<KeptClaim | undefined> {
  for (;;) {
    if (await expecting([409], () => table.run((client) => client.createEntity(toEntity(claim))))) return undefined;
    const there = await read(table, claim.scope, claim.key);
    // It has gone between the two looks.
    if (there === undefined) continue;
    if (holds(there, await moment(clock))) return toKept(there);
    const isReplaced = await expecting([404, 412], () =>
      table.run((client) => client.updateEntity(toEntity(claim), 'Replace', { etag: there.etag })),
    );
    if (isReplaced) return undefined;
  }
}

async function sweep(table: Table, now: string): Promise<number> {
  const over = await table.run(async (client) => {
    const entities: Entity[] = [];
    const queryOptions = { filter: odata`until le ${now}`, select: ['partitionKey', 'rowKey'] };
    for await (const entity of client.listEntities<Record<string, unknown>>({ queryOptions })) entities.push(entity);
    return entities;
  });
  for (const { partitionKey = '', rowKey = '', etag } of over)
    await expecting([404, 412], () => table.run((client) => client.deleteEntity(partitionKey, rowKey, { etag })));
  return over.length;
}

async function read(table: Table, scope: ClaimScope, key: string): Promise<Entity | undefined> {
  try {
    return await table.run((client) => client.getEntity<Record<string, unknown>>(scope, rowOf(key)));
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Does something that may be refused; `false` if it was, with one of these statuses. */
async function expecting(statuses: readonly number[], operation: () => Promise<unknown>): Promise<boolean> {
  try {
    await operation();
    return true;
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) return false;
    throw error;
  }
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

/** Instants as texts with the same number of digits are in the order of time. */
function holds({ until }: Entity, now: string): boolean {
  return String(until) > now;
}

async function moment(clock: Clock): Promise<string> {
  return (await clock.now()).toString({ smallestUnit: 'millisecond' });
}

function rowOf(key: string): string {
  return sha256(key);
}
