import type { TableEntityResult } from '@azure/data-tables';
import pLimit from 'p-limit';
import { unrepeated } from '../../unrepeated.ts';
import { refused, send, type TableResponse } from './send.ts';
import { statusOf, type Table } from './table.ts';

export type Row = TableEntityResult<Record<string, unknown>>;

/** The keys of a row. */
export interface RowName {
  readonly partitionKey: string;
  readonly rowKey: string;
}

/** Statuses that describe the table: 404 there is no such row, 409 the row exists, 412 it has another ETag. */
type Refusal = 404 | 409 | 412;

/** The row with these keys, or some of its properties; `undefined` if there is none. */
export function findRow(
  table: Table,
  { partitionKey, rowKey }: RowName,
  select?: readonly string[],
): Promise<Row | undefined> {
  const options = select === undefined ? {} : { queryOptions: { select: [...select] } };
  return unlessRefused([404], () =>
    table.run((client) => client.getEntity<Record<string, unknown>>(partitionKey, rowKey, options)),
  );
}

/** A row of a query with its properties as the service sends them: strings, numbers and booleans need no conversion. */
export interface SentRow extends RowName {
  readonly etag: string;
  readonly [property: string]: unknown;
}

/** A query, or its next page. */
type Query = Readonly<Record<'$filter' | '$select' | 'NextPartitionKey' | 'NextRowKey', string | undefined>>;

/** How the service writes rows: with their tags, or their properties alone. */
const WITH_TAGS = 'application/json;odata=minimalmetadata';
const WITHOUT_TAGS = 'application/json;odata=nometadata';

/**
 * All rows of a query, for rows without properties of other types, such as bytes. The SDK would convert them: for a thousand rows,
 * that takes longer than everything else.
 */
export async function queryRows(table: Table, filter: string, select?: readonly string[]): Promise<readonly SentRow[]> {
  return (await query(table, WITH_TAGS, { filter, select })).map(toRow);
}

/** The properties of a row, as the service writes them. */
export type SentProperties = Readonly<Record<string, unknown>>;

/** Some properties of all rows of a query, and nothing else: a name and a tag can be as long as they are. */
export function queryProperties(
  table: Table,
  filter: string,
  select: readonly string[],
): Promise<readonly SentProperties[]> {
  return query(table, WITHOUT_TAGS, { filter, select });
}

/** The same, page by page as the service sends them, so that a long answer is never held as a whole. */
export function propertiesByPage(
  table: Table,
  filter: string,
  select: readonly string[],
): AsyncIterable<readonly SentProperties[]> {
  return pagesOf(table, WITHOUT_TAGS, { filter, select });
}

async function query(table: Table, format: string, what: Selection): Promise<readonly SentProperties[]> {
  const pages: (readonly SentProperties[])[] = [];
  for await (const page of pagesOf(table, format, what)) pages.push(page);
  return pages.flat();
}

interface Selection {
  readonly filter: string;
  readonly select: readonly string[] | undefined;
}

async function* pagesOf(
  table: Table,
  format: string,
  { filter, select }: Selection,
): AsyncGenerator<readonly SentProperties[]> {
  const headers = { accept: format, DataServiceVersion: '3.0' };
  const first = { $filter: filter, $select: select?.join(','), NextPartitionKey: undefined, NextRowKey: undefined };
  const follow = unrepeated((fault) => new Error(`A query failed: ${fault}`));
  for (let asked: Query | undefined = first; asked !== undefined; ) {
    const query: Query = asked;
    const { rows, next } = await table.run(async (client) => {
      const resource = `${client.tableName}()`;
      const page: TableResponse = await send(client, { method: 'GET', resource, query, headers });
      const next = nextOf(page, query);
      const read = { rows: await rowsOf(page), next };
      follow(next && JSON.stringify([next.NextPartitionKey, next.NextRowKey]));
      return read;
    });
    yield rows;
    asked = next;
  }
}

async function rowsOf(page: TableResponse): Promise<readonly SentProperties[]> {
  const { status, bodyAsText, parsedBody } = page;
  if (status !== 200) throw await refused(page, { status, text: bodyAsText ?? '' });
  const { value } = (parsedBody ?? {}) as { readonly value?: unknown };
  if (!Array.isArray(value)) throw new TypeError("A query was answered without rows in 'value'.");
  return value;
}

/** There is a next page where an answer says one of them, even without rows. */
function nextOf({ headers }: TableResponse, query: Query): Query | undefined {
  const NextPartitionKey = headers.get('x-ms-continuation-nextpartitionkey') || undefined;
  const NextRowKey = headers.get('x-ms-continuation-nextrowkey') || undefined;
  const isLast = NextPartitionKey === undefined && NextRowKey === undefined;
  return isLast ? undefined : { ...query, NextPartitionKey, NextRowKey };
}

function toRow(sent: SentProperties): SentRow {
  const { PartitionKey, RowKey, 'odata.etag': etag, ...properties } = sent;
  return { ...properties, partitionKey: String(PartitionKey), rowKey: String(RowKey), etag: String(etag ?? '') };
}

/** Deletes a row; nothing happens if there is none. */
export async function deleteRow(table: Table, { partitionKey, rowKey }: RowName): Promise<void> {
  await unlessRefused([404], () => table.run((client) => client.deleteEntity(partitionKey, rowKey)));
}

const DELETES_AT_ONCE = 16;

/** Deletes rows, several at a time. A row with an ETag stays if somebody has changed it since. */
export async function deleteRows(table: Table, rows: readonly (RowName & { readonly etag?: string })[]): Promise<void> {
  await pLimit(DELETES_AT_ONCE).map(rows, ({ partitionKey, rowKey, etag = '*' }) =>
    unlessRefused([404, 412], () => table.run((client) => client.deleteEntity(partitionKey, rowKey, { etag }))),
  );
}

/** The result of an operation; `undefined`, and nothing was written, if it was refused with one of these statuses. */
export async function unlessRefused<Result>(
  refusals: readonly Refusal[],
  operation: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await operation();
  } catch (error) {
    if (isRefusal(error, refusals)) return undefined;
    throw error;
  }
}

/** Was it refused with one of these statuses? */
export function isRefusal(error: unknown, refusals: readonly Refusal[]): boolean {
  const status: number | undefined = statusOf(error);
  return refusals.some((refusal) => refusal === status);
}
