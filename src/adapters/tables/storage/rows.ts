import type { TableEntityResult } from '@azure/data-tables';
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

interface Page {
  value: readonly Readonly<Record<string, string>>[];
}

/**
 * All rows of a query, for rows without properties of other types, such as bytes. They are taken from each page before the SDK
 * converts them; the SDK still handles errors and further pages. For a thousand rows, the conversion takes longer than
 * everything else.
 */
export async function queryRows(table: Table, filter: string, select?: readonly string[]): Promise<readonly SentRow[]> {
  return table.run(async (client) => {
    const rows: SentRow[] = [];
    const shouldDeserialize = ({ status, parsedBody }: { readonly status: number; readonly parsedBody?: Page }) => {
      if (status !== 200 || parsedBody === undefined) return true;
      for (const row of parsedBody.value) rows.push(toRow(row));
      parsedBody.value = [];
      return true;
    };
    const queryOptions = { filter, ...(select !== undefined && { select: [...select] }) };
    for await (const _ of client.listEntities({ queryOptions, requestOptions: { shouldDeserialize } }));
    return rows;
  });
}

function toRow(sent: Readonly<Record<string, string>>): SentRow {
  const { PartitionKey: partitionKey = '', RowKey: rowKey = '', 'odata.etag': etag = '', ...properties } = sent;
  return { ...properties, partitionKey, rowKey, etag };
}

/** Deletes a row; nothing happens if there is none. */
export async function deleteRow(table: Table, { partitionKey, rowKey }: RowName): Promise<void> {
  await unlessRefused([404], () => table.run((client) => client.deleteEntity(partitionKey, rowKey)));
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
