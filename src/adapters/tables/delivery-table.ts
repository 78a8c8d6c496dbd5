import type { TableEntityResult } from '@azure/data-tables';
import { Temporal } from 'temporal-polyfill';
import { asciiJson } from '../../core/text/ascii-json.ts';
import type {
  Attempt,
  Deliveries,
  Delivery,
  DeliveryName,
  DeliveryPage,
  DeliveryQuery,
  DeliveryStatus,
  KeptDelivery,
} from '../../ports/deliveries.ts';
import { fromEventText } from '../../ports/event-messages.ts';
import { deliveryName } from './delivery-name.ts';
import { listRows } from './storage/list-rows.ts';
import { odata } from './storage/odata.ts';
import { deleteRows, findRow, queryRows } from './storage/rows.ts';
import type { Table } from './storage/table.ts';
import { fromChunks, toChunks } from './storage/text-chunks.ts';
import { timeKey } from './storage/time-key.ts';
import { writeRow } from './storage/write-row.ts';

type Entity = TableEntityResult<Record<string, unknown>>;

/**
 * Deliveries in the table `Deliveries`: a subscription is a partition, and a row key is the id of a delivery. So the latest deliveries of a subscription are a range, and an event has one row in it however often it is
 * published.
 */
export function deliveryTable(table: Table): Deliveries {
  return {
    nameOf: deliveryName,
    add: async (delivery) => (await writeRow(table, toEntity(delivery), undefined)) !== undefined,
    get: (name) => read(table, name),
    update: (delivery, tag) => writeRow(table, toEntity(delivery), tag),
    page: (query) => page(table, query),
    sweep: (before) => sweep(table, before),
  };
}

async function read(table: Table, { subscription, id }: DeliveryName): Promise<KeptDelivery | undefined> {
  const row = await findRow(table, { partitionKey: subscription, rowKey: id });
  return row && { delivery: fromEntity(row), tag: row.etag };
}

async function page(table: Table, { subscription, status, limit, cursor }: DeliveryQuery): Promise<DeliveryPage> {
  const filter = [
    odata`PartitionKey eq ${subscription}`,
    ...(cursor === undefined ? [] : [odata`RowKey gt ${cursor}`]),
    ...(status === undefined ? [] : [odata`status eq ${status}`]),
  ].join(' and ');
  const found = await table.run(async (client) => {
    const deliveries: Delivery[] = [];
    for await (const row of listRows(client, { filter, pageSize: limit + 1 })) {
      deliveries.push(fromEntity(row));
      if (deliveries.length > limit) break;
    }
    return deliveries;
  });
  const deliveries = found.slice(0, limit);
  return { deliveries, cursor: found.length > limit ? deliveries.at(-1)?.id : undefined };
}

async function sweep(table: Table, before: Temporal.Instant): Promise<number> {
  const filter = odata`RowKey gt ${timeKey(before.epochMilliseconds - 1)}`;
  const old = await queryRows(table, filter, ['PartitionKey', 'RowKey']);
  await deleteRows(table, old);
  return old.length;
}

function toEntity({ subscription, id, event, attempts, nextAttempt, busyUntil, ...rest }: Delivery) {
  return {
    partitionKey: subscription,
    rowKey: id,
    ...rest,
    type: event.type,
    eventId: event.id,
    attempts: JSON.stringify(attempts.map((attempt) => ({ ...attempt, at: attempt.at.toString() }))),
    ...(nextAttempt !== undefined && { nextAttempt: nextAttempt.toString() }),
    ...(busyUntil !== undefined && { busyUntil: busyUntil.toString() }),
    ...toChunks('event', asciiJson(event)),
  };
}

function fromEntity(entity: Entity): Delivery {
  const {
    partitionKey = '',
    rowKey = '',
    status,
    attempts,
    attemptsLeftOut,
    nextAttempt,
    busyUntil,
    recorded,
  } = entity;
  return {
    subscription: partitionKey,
    id: rowKey,
    event: fromEventText(fromChunks(entity, 'event') ?? ''),
    status: String(status) as DeliveryStatus,
    attempts: attemptsIn(String(attempts)),
    attemptsLeftOut: Number(attemptsLeftOut ?? 0),
    nextAttempt: toInstant(nextAttempt),
    busyUntil: toInstant(busyUntil),
    recorded: recorded === true,
  };
}

/** `toEntity` has written it. */
type KeptAttempt = Omit<Attempt, 'at'> & { readonly at: string };

function attemptsIn(text: string): readonly Attempt[] {
  return (JSON.parse(text) as readonly KeptAttempt[]).map(({ at, status, fault, latencyMs }) => ({
    at: Temporal.Instant.from(at),
    status,
    fault,
    latencyMs,
  }));
}

function toInstant(value: unknown): Temporal.Instant | undefined {
  return typeof value === 'string' ? Temporal.Instant.from(value) : undefined;
}
