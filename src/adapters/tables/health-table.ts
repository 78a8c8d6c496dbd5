import type { TableEntityResult } from '@azure/data-tables';
import { Temporal } from 'temporal-polyfill';
import type { ExtensionHealth } from '../../core/health/extension.ts';
import type { FoundExtension } from '../../core/health/probe.ts';
import type { HealthTransition } from '../../core/health/transitions.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import type {
  HealthChanges,
  HealthRecord,
  HealthRecords,
  PoolVisit,
  TaggedHealthRecord,
} from '../../ports/health-records.ts';
import { listRows } from './storage/list-rows.ts';
import { odata } from './storage/odata.ts';
import { deleteRow, deleteRows, findRow } from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { chunkNames, fromChunks, toChunks } from './storage/text-chunks.ts';
import { writeRow } from './storage/write-row.ts';

type Entity = TableEntityResult<Record<string, unknown>>;
type NodeName = PoolName & { readonly nodeId: string };

/**
 * The nodes of a pool are a partition, and so are the visits of an account; the table also has the states of pools. No account
 * has such a name.
 */
const poolPartition = ({ account, poolId }: PoolName) => `health|${account}|${poolId.toLowerCase()}`;
const visitPartition = (account: string) => `health|${account}`;

/** The collected health of nodes, in a table that also has other rows. */
export function healthTable(table: Table): HealthRecords {
  return {
    listOf: (pool) => listRecords(table, pool),
    get: async (node): Promise<TaggedHealthRecord<ExtensionHealth> | undefined> => {
      const row = await findRow(table, keysOf(node));
      return row && fromEntity<ExtensionHealth>(row, { ...node, extensions: 'data' });
    },
    put: async (record, tag) => (await writeRow(table, toEntity(record), tag)) !== undefined,
    noteFault: async (record) => {
      const { triedAt, fault = '' } = record;
      const entity = { ...keysOf(record), nodeId: record.nodeId, triedAt: triedAt.toString(), fault };
      await table.run((client) => client.upsertEntity(entity, 'Merge'));
    },
    delete: (node) => deleteRow(table, keysOf(node)),
    visits: (account) =>
      table.run(async (client) => {
        const query = { filter: odata`PartitionKey eq ${visitPartition(account)}` };
        const visits: { account: string; poolId: string; at: Temporal.Instant }[] = [];
        for await (const { poolId, at } of listRows(client, query))
          visits.push({ account, poolId: String(poolId), at: Temporal.Instant.from(String(at)) });
        return visits;
      }),
    visit: async (visit) => {
      await table.run((client) => client.upsertEntity(toVisitEntity(visit), 'Replace'));
    },
    expectVisit: async ({ account, poolId }) => {
      await writeRow(table, toVisitEntity({ account, poolId, at: LONG_AGO }), undefined);
    },
    forget: async (pool) => {
      await deleteRows(
        table,
        (await listRecords(table, pool)).map(({ record }) => keysOf(record)),
      );
      await deleteRow(table, { partitionKey: visitPartition(pool.account), rowKey: pool.poolId.toLowerCase() });
    },
  };
}

const LONG_AGO = Temporal.Instant.fromEpochMilliseconds(0);

function toVisitEntity({ account, poolId, at }: PoolVisit) {
  return { partitionKey: visitPartition(account), rowKey: poolId.toLowerCase(), poolId, at: at.toString() };
}

interface Keys {
  readonly partitionKey: string;
  readonly rowKey: string;
}

function keysOf({ nodeId, ...pool }: NodeName): Keys {
  return { partitionKey: poolPartition(pool), rowKey: nodeId.toLowerCase() };
}

/**
 * The members that a verdict needs are stored beside the whole, so that the nodes of a pool can be read without their settings.
 */
const SUMMARY = [
  'nodeId',
  'triedAt',
  'at',
  'fault',
  'failing',
  ...chunkNames('summary', 4),
  ...chunkNames('changes', 4),
];

function listRecords(table: Table, pool: PoolName): Promise<readonly TaggedHealthRecord[]> {
  return table.run(async (client) => {
    const records: TaggedHealthRecord[] = [];
    const query = { filter: odata`PartitionKey eq ${poolPartition(pool)}`, select: SUMMARY };
    for await (const entity of listRows(client, query))
      records.push(fromEntity(entity, { ...pool, extensions: 'summary' }));
    return records;
  });
}

function toEntity(record: HealthRecord<ExtensionHealth>) {
  const { nodeId, triedAt, probe, fault, failing, changes } = record;
  return {
    ...keysOf(record),
    nodeId,
    triedAt: triedAt.toString(),
    failing: asciiJson(failing),
    ...(fault !== undefined && { fault }),
    ...(changes !== undefined && toChunks('changes', asciiJson(shortened(changes)))),
    ...(probe !== undefined && {
      at: probe.at.toString(),
      ...toChunks('summary', asciiJson(probe.extensions.map(summaryOf))),
      ...toChunks('data', asciiJson(probe.extensions)),
    }),
  };
}

/** Messages can be long; a verdict shows their beginning. */
const LONGEST_MESSAGE = 500;

function summaryOf(extension: ExtensionHealth): FoundExtension {
  const { settings: _, settingsFault: __, statuses: ___, subStatuses: ____, level: _____, ...summary } = extension;
  return { ...summary, message: summary.message.slice(0, LONGEST_MESSAGE) };
}

function shortened({ transitions, ...changes }: HealthChanges) {
  const short = (transition: HealthTransition): HealthTransition =>
    transition.kind === 'health.changed'
      ? transition
      : { ...transition, message: transition.message.slice(0, LONGEST_MESSAGE) };
  return { ...changes, transitions: transitions.map(short) };
}

function changesIn(entity: Entity): HealthChanges | undefined {
  const text = fromChunks(entity, 'changes');
  if (text === undefined) return undefined;
  const changes = JSON.parse(text) as Omit<HealthChanges, 'at'> & { readonly at: string };
  return { ...changes, at: Temporal.Instant.from(changes.at) };
}

function fromEntity<Extension extends FoundExtension>(
  entity: Entity,
  { account, poolId, extensions }: PoolName & { readonly extensions: 'summary' | 'data' },
): TaggedHealthRecord<Extension> {
  const { nodeId, triedAt, at, fault, failing } = entity;
  const found = fromChunks(entity, extensions);
  const isAnswered = typeof at === 'string' && found !== undefined;
  return {
    tag: entity.etag,
    record: {
      account,
      poolId,
      nodeId: String(nodeId),
      triedAt: Temporal.Instant.from(String(triedAt)),
      probe: isAnswered
        ? { at: Temporal.Instant.from(at), extensions: JSON.parse(found) as readonly Extension[] }
        : undefined,
      fault: typeof fault === 'string' && fault !== '' ? fault : undefined,
      failing: typeof failing === 'string' ? (JSON.parse(failing) as readonly string[]) : [],
      changes: changesIn(entity),
    },
  };
}
