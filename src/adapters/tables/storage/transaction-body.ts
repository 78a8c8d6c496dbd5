import type { TableEntity } from '@azure/data-tables';
import { keyOf, textsOf } from './row-text.ts';

/** A row to write in a transaction. */
export interface TransactionWrite {
  /** Its members are strings, numbers and booleans. */
  readonly row: TableEntity<object>;
  /** The ETag of the row to replace; without it, the row must not exist. */
  readonly tag?: string | undefined;
  /** The keys of rows in the same partition with the same content. */
  readonly copies?: readonly string[] | undefined;
}

/** The table of a transaction, and its id. */
export interface TransactionFrame {
  /** The address of the table. */
  readonly table: string;
  readonly id: string;
}

const LINE = '\r\n';
const PART = ['content-type: application/http', 'content-transfer-encoding: binary', ''];
const CREATE = [
  'Content-Type: application/json;odata=nometadata',
  'Accept: application/json;odata=minimalmetadata',
  'DataServiceVersion: 3.0',
  'Prefer: return-no-content',
];
const REPLACE = ['Content-Type: application/json', 'DataServiceVersion: 3.0', 'Accept: application/json'];

/** The body of a transaction, byte for byte as the SDK writes it. */
export function transactionBody({ table, id }: TransactionFrame, writes: readonly TransactionWrite[]): string {
  const changes = `changeset_${id}`;
  const part = (request: string, headers: readonly string[]) =>
    [`--${changes}`, ...PART, `${request} HTTP/1.1`, ...headers, '', '', ''].join(LINE);
  const create = part(`POST ${table}`, CREATE);
  const parts = writes.flatMap(({ row, tag, copies = [] }) => {
    const head = tag === undefined ? create : part(`PUT ${table}(${keyOf(row)})`, [...REPLACE, `If-Match: ${tag}`]);
    return textsOf(row, copies).map((text) => head + text);
  });
  const begin = [`--batch_${id}`, `content-type: multipart/mixed; boundary=${changes}`, '', ''];
  return [...begin, ...parts, `--${changes}--`, `--batch_${id}--`, ''].join(LINE);
}
