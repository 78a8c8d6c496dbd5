import { Temporal } from 'temporal-polyfill';
import type { SiblingRequest } from '../../core/plan/input/sibling.ts';
import type { PlanSummary } from '../../core/plan/plan-summary.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { remember } from '../../core/remember.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import { isBefore } from '../../core/time/instants.ts';
import { AppError, FenceLost } from '../../ports/errors.ts';
import type { Acting, FencedPoolState, PoolHeading, PoolPlan, PoolState, PoolStates } from '../../ports/pool-states.ts';
import { fromMemory, toMemory } from './pool-memory.ts';
import { gatheredReads, gatheredWrites } from './storage/gathered-rows.ts';
import { odata } from './storage/odata.ts';
import { arePacked, fromPackedChunks, packedChunkNames, toPackedChunks } from './storage/packed-text.ts';
import { requireKnownVersion, WRITTEN_BY_THIS_VERSION, WRITTEN_PACKED } from './storage/row-version.ts';
import { deleteRows, queryProperties, queryRows, type Row, type SentProperties, type SentRow } from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { chunkNames, fromChunks, toChunks } from './storage/text-chunks.ts';
import { makeWrite, namedWrite } from './storage/write-row.ts';

type Entity = Row | SentRow;

/** Pools match by account and id in any letter case, as in Batch. */
function keysOf({ account, poolId }: PoolName) {
  return { partitionKey: account, rowKey: poolId.toLowerCase() };
}

/**
 * The states of pools in the table `PoolState`; the ETag of an entity is the fence of its pool. Concurrent reads and writes of
 * many evaluations are batched into few requests. A write that acquires or renews the right to act is sent at once.
 */
export function poolStateTable(table: Table): PoolStates {
  const read = gatheredReads(table);
  const write = gatheredWrites(table);
  return {
    list: (account) => readableOf(table, account, { select: HEADING, read: headingOf }),
    listPlans: (account) => readableOf(table, account, { select: PLAN, read: planOf }),
    get: async (pool): Promise<FencedPoolState | undefined> => {
      const row = await read(keysOf(pool));
      return row && { state: fromEntity(row), tag: row.etag };
    },
    put: async (state, tag) => {
      const named = namedWrite(toEntity(state), tag);
      const written = await (state.acting === undefined ? write(named) : makeWrite(table, named));
      if (written === undefined) throw new FenceLost(`${state.account}/${state.poolId}`);
      return written;
    },
    sweep: async (account, existing, before) => {
      const rows = await queryRows(table, odata`PartitionKey eq ${account}`, SWEPT);
      const old = rows.filter((row) => !existing.has(row.rowKey) && isLeftSince(row, before));
      // A state that was written since has another ETag, and stays.
      await deleteRows(table, old);
      return old.length;
    },
  };
}

const SWEPT = ['PartitionKey', 'RowKey', 'tick', 'acting'];

/** What cannot be read stays. */
function isLeftSince({ tick, acting }: SentRow, before: Temporal.Instant): boolean {
  try {
    return acting === undefined && isBefore(Temporal.Instant.from(String(tick)), before);
  } catch {
    return false;
  }
}

const NAME = ['v', 'poolId'];
/** The properties of a heading and a plan: texts in as many chunks as they can have, because an entity has 1 MiB. */
const HEADING = [
  ...NAME,
  'tick',
  'nextLook',
  'acting',
  'hasPendingOperations',
  'sibling',
  ...chunkNames('fingerprint', 4),
];
const PLAN = [...NAME, ...packedChunkNames('lastPlan')];

interface Part<Value> {
  readonly select: readonly string[];
  readonly read: (account: string, properties: SentProperties) => Value;
}

/**
 * Some properties of all states of an account. A row that cannot be parsed is skipped, so that it affects only its own pool:
 * reading that pool alone fails.
 */
async function readableOf<Value>(
  table: Table,
  account: string,
  { select, read }: Part<Value>,
): Promise<readonly Value[]> {
  const rows = await queryProperties(table, odata`PartitionKey eq ${account}`, select);
  return rows.flatMap((row) => {
    try {
      return [read(account, row)];
    } catch {
      // The evaluation of that pool reports it.
      return [];
    }
  });
}

function toEntity({ account, poolId, tick, fingerprint, nextLook, acting, lastPlan, memory }: PoolState) {
  const texts = {
    ...(lastPlan !== undefined && toPackedChunks('lastPlan', asciiJson(lastPlan))),
    ...toPackedChunks('memory', fromMemory(memory)),
  };
  return {
    ...keysOf({ account, poolId }),
    ...(arePacked(texts) ? WRITTEN_PACKED : WRITTEN_BY_THIS_VERSION),
    poolId,
    tick: tick.toString(),
    ...toChunks('fingerprint', fingerprint),
    ...(nextLook !== undefined && { nextLook: nextLook.toString() }),
    ...(acting !== undefined && { acting: JSON.stringify({ ...acting, until: acting.until.toString() }) }),
    ...(lastPlan?.sibling !== undefined && { sibling: asciiJson({ ...lastPlan.sibling, at: lastPlan.at }) }),
    hasPendingOperations: memory.pendingOperations.length > 0,
    ...texts,
  };
}

/** @throws AppError Misconfigured if the row was not written by this app, or by a newer one */
function fromEntity(entity: Entity): PoolState {
  const { partitionKey = '', rowKey } = entity;
  try {
    const { account, poolId, tick, fingerprint, nextLook, acting } = headingOf(partitionKey, entity);
    const { lastPlan } = planOf(partitionKey, entity);
    const memory = toMemory(fromPackedChunks(entity, 'memory'));
    return { account, poolId, tick, fingerprint, nextLook, acting, lastPlan, memory };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const message = `The state of the pool ${partitionKey}/${rowKey} in the table PoolState cannot be read: delete the row, and the pool is learned anew.`;
    throw new AppError('Misconfigured', message, { cause });
  }
}

function planOf(account: string, properties: SentProperties): PoolPlan {
  const text = fromPackedChunks(properties, 'lastPlan');
  const lastPlan: unknown = text === undefined ? undefined : JSON.parse(text);
  if (lastPlan !== undefined && (typeof lastPlan !== 'object' || lastPlan === null))
    throw new TypeError('The last plan is no object.');
  return { ...nameOf(account, properties), lastPlan: lastPlan as PlanSummary | undefined };
}

function nameOf(account: string, properties: SentProperties): PoolName {
  const poolId = String(properties['poolId']);
  requireKnownVersion(properties, `The state of the pool ${account}/${poolId}`);
  return { account, poolId };
}

/** Pools that were evaluated at the same tick have the same times. */
const instantOf = remember((text: string) => Temporal.Instant.from(text), 1000);

function headingOf(account: string, properties: SentProperties): PoolHeading {
  const { tick, nextLook, acting, sibling, hasPendingOperations } = properties;
  return {
    ...nameOf(account, properties),
    tick: instantOf(String(tick)),
    fingerprint: fromChunks(properties, 'fingerprint') ?? '',
    nextLook: typeof nextLook === 'string' ? instantOf(nextLook) : undefined,
    acting: typeof acting === 'string' ? fromActing(acting) : undefined,
    hasPendingOperations: hasPendingOperations === true,
    sibling: typeof sibling === 'string' ? fromSibling(sibling) : undefined,
  };
}

function fromSibling(text: string): PoolHeading['sibling'] {
  const { at, ...request } = JSON.parse(text) as SiblingRequest & { readonly at: string };
  return { ...request, at: Temporal.Instant.from(at) };
}

function fromActing(text: string): Acting {
  const { correlation, remembered, until } = JSON.parse(text) as Omit<Acting, 'until'> & { readonly until: string };
  return { correlation, remembered, until: Temporal.Instant.from(until) };
}
