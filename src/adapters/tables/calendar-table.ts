import { gunzipSync, gzipSync } from 'node:zlib';
import type { TableEntityResult } from '@azure/data-tables';
import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../../core/time/instants.ts';
import type { CalendarCopies, CalendarCopy, CalendarCopyHead, PartialText } from '../../ports/calendars.ts';
import { sha256 } from '../../ports/sha256.ts';
import { bytesFromChunks, toByteChunks } from './storage/byte-chunks.ts';
import { listRows } from './storage/list-rows.ts';
import { odata } from './storage/odata.ts';
import { deleteRows, findRow } from './storage/rows.ts';
import type { Table } from './storage/table.ts';

/** In the table of the schedules, beside the documents. */
const PARTITION = 'calendars';

type Entity = TableEntityResult<Record<string, unknown>>;

/** An entity holds 1 MiB, and Azurite counts bytes in Base64. Calendars compress to a fifth or less. */
const MOST_PACKED = 700_000;

/** A calendar has 1 MiB at most; a larger text was not written by this app. */
const MOST_UNPACKED = 16 * 1024 * 1024;

/**
 * The last good copies of calendars, compressed. A row that cannot be parsed counts as no copy: the calendar is fetched again,
 * which overwrites the row.
 */
export function calendarTable(table: Table): CalendarCopies {
  return {
    fits: (text) => gzipSync(text).length <= MOST_PACKED,
    get: async (address): Promise<CalendarCopy | undefined> => {
      const row = await findRow(table, { partitionKey: PARTITION, rowKey: keyOf(address) });
      return row && ifReadable(() => ({ ...fromEntity(row), text: textIn(row, 'text'), newer: newerIn(row) }));
    },
    put: async (copy) => {
      await table.run((client) => client.upsertEntity(toEntity(copy), 'Replace'));
    },
    list: () =>
      table.run(async (client) => {
        const copies: CalendarCopyHead[] = [];
        const query = { filter: odata`PartitionKey eq ${PARTITION}`, select: HEAD };
        for await (const entity of listRows(client, query)) {
          const copy = ifReadable(() => fromEntity(entity));
          if (copy !== undefined) copies.push(copy);
        }
        return copies;
      }),
    sweep: async (before, kept) => {
      const query = { filter: odata`PartitionKey eq ${PARTITION}`, select: ['address', 'triedAt', 'rowKey'] };
      const old = await table.run(async (client) => {
        const entities: Entity[] = [];
        for await (const entity of listRows(client, query))
          if (isOld(entity, before) && !kept.has(String(entity['address']))) entities.push(entity);
        return entities;
      });
      // A copy that somebody has used since has another ETag, and stays.
      await deleteRows(
        table,
        old.map(({ rowKey = '', etag }) => ({ partitionKey: PARTITION, rowKey, etag })),
      );
      return old.length;
    },
  };
}

const HEAD = ['address', 'fetchedAt', 'validator', 'lastModified', 'triedAt', 'fault'];

/** Addresses contain characters that keys must not contain. */
function keyOf(address: string): string {
  return sha256(address).slice(0, 32);
}

function isOld(entity: Entity, before: Temporal.Instant): boolean {
  const triedAt = ifReadable(() => fromEntity(entity).triedAt);
  return triedAt === undefined || isBefore(triedAt, before);
}

function ifReadable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function textIn(row: Entity, name: string): string | undefined {
  const packed = bytesFromChunks(row, name);
  return packed && gunzipSync(packed, { maxOutputLength: MOST_UNPACKED }).toString('utf8');
}

function newerIn(row: Entity): PartialText | undefined {
  const text = textIn(row, 'newer');
  return text === undefined ? undefined : { text, fetchedAt: Temporal.Instant.from(String(row['newerFetchedAt'])) };
}

function toEntity({ address, text, fetchedAt, etag, lastModified, triedAt, fault, newer }: CalendarCopy) {
  return {
    partitionKey: PARTITION,
    rowKey: keyOf(address),
    address,
    triedAt: triedAt.toString(),
    ...(fetchedAt !== undefined && { fetchedAt: fetchedAt.toString() }),
    ...(etag !== undefined && { validator: etag }),
    ...(lastModified !== undefined && { lastModified }),
    ...(fault !== undefined && { fault }),
    ...(text !== undefined && toByteChunks('text', gzipSync(text))),
    ...(newer !== undefined && {
      newerFetchedAt: newer.fetchedAt.toString(),
      ...toByteChunks('newer', gzipSync(newer.text)),
    }),
  };
}

function fromEntity({ address, triedAt, fetchedAt, lastModified, fault, ...entity }: Entity): CalendarCopyHead {
  return {
    address: String(address),
    triedAt: Temporal.Instant.from(String(triedAt)),
    fetchedAt: typeof fetchedAt === 'string' ? Temporal.Instant.from(fetchedAt) : undefined,
    etag: optional(entity['validator']),
    lastModified: optional(lastModified),
    fault: optional(fault),
  };
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
