import { odata } from '@azure/data-tables';
import type { Temporal } from 'temporal-polyfill';
import type { AuditQuery } from '../../../app/ports.ts';
import type { AuditRecord } from '../../../core/audit/record.ts';
import type { Table } from '../table.ts';
import { fromAuditEntity } from './entity.ts';
import { type Place, placeOfRow, rowPrefix, timeKey } from './keys.ts';

/** A record with its place among all records. */
export interface PlacedRecord {
  readonly record: AuditRecord;
  readonly place: Place;
}

/** Which records of a chain to read. */
export interface ChainRange {
  readonly query: AuditQuery;
  /** Reads the copies under this node. */
  readonly node?: string | undefined;
  /** Inclusive and exclusive; beside those of the query. */
  readonly from?: Temporal.Instant | undefined;
  readonly to?: Temporal.Instant | undefined;
  /** Only what comes after this place. */
  readonly after?: Place | undefined;
}

/** Reads the records of a chain, newest first, a page at a time as they are asked for. */
export async function* readChain(table: Table, chain: string, range: ChainRange): AsyncGenerator<PlacedRecord> {
  const filter = filterOf(chain, range);
  let continuationToken: string | undefined;
  do {
    const page = await table.run(async (client) => {
      const pages = client.listEntities<Record<string, unknown>>({ queryOptions: { filter } });
      const settings = {
        maxPageSize: range.query.limit + 1,
        ...(continuationToken !== undefined && { continuationToken }),
      };
      for await (const entities of pages.byPage(settings)) return entities;
      return undefined;
    });
    for (const entity of page ?? [])
      yield { record: fromAuditEntity(entity), place: placeOfRow(chain, entity.rowKey ?? '') };
    continuationToken = page?.continuationToken;
  } while (continuationToken !== undefined);
}

/** Every value goes through the library's own escaping. */
function filterOf(chain: string, { query, node, from, to, after }: ChainRange): string {
  const prefix = rowPrefix(node);
  const first = [query.to, to].map((moment) => (moment === undefined ? '' : timeKey(moment.epochMilliseconds - 1)));
  const last = [query.from, from].map((moment) =>
    moment === undefined ? '~' : `${timeKey(moment.epochMilliseconds)}.~`,
  );
  const conditions = [
    odata`PartitionKey eq ${chain}`,
    odata`RowKey ge ${prefix + largest(first)} and RowKey le ${prefix + smallest(last)}`,
    ...(after === undefined ? [] : [odata`RowKey gt ${prefix + rowAfter(chain, after)}`]),
    ...(query.action === undefined ? [] : [odata`action eq ${query.action}`]),
    ...(query.actor === undefined ? [] : [odata`actor eq ${query.actor}`]),
    ...(query.correlation === undefined ? [] : [odata`correlation eq ${query.correlation}`]),
    ...(query.node === undefined ? [] : [odata`node eq ${query.node}`]),
  ];
  return conditions.join(' and ');
}

/** The row after which what comes after a place begins in this chain; within a moment chains come in order of their names. */
function rowAfter(chain: string, after: Place): string {
  if (chain === after.chain) return `${after.time}.${after.number}`;
  return chain > after.chain ? `${after.time}.` : `${after.time}.~`;
}

function largest(texts: readonly string[]): string {
  return texts.toSorted().at(-1) ?? '';
}

function smallest(texts: readonly string[]): string {
  return texts.toSorted().at(0) ?? '~';
}
