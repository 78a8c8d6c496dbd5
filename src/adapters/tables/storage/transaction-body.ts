import type { TableEntity } from '@azure/data-tables';

/** A row that is written in a transaction. */
export interface TransactionWrite {
  /** Its members are texts, numbers and booleans. */
  readonly row: TableEntity<object>;
  /** Of the row that it is written over; without it there must be none. */
  readonly tag?: string | undefined;
  /** The keys of rows in the same partition that are to say the same. */
  readonly copies?: readonly string[] | undefined;
}

/** Where the rows of a transaction belong, and what tells it from others. */
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

/** The body of a transaction, to the letter as the SDK writes it. */
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

function keyOf({ partitionKey, rowKey }: TableEntity<object>): string {
  return `PartitionKey='${quoted(partitionKey)}',RowKey='${quoted(rowKey)}'`;
}

function quoted(key: string): string {
  return encodeURIComponent(key.replaceAll("'", "''"));
}

/** The JSON of a row and of its copies: what they have in common is written out once. */
function textsOf({ partitionKey, rowKey, ...members }: TableEntity<object>, copies: readonly string[]) {
  // They would need a type beside them.
  if (Object.values(members).some((value) => typeof value === 'object'))
    throw new TypeError(`The row ${rowKey} of a transaction has a member that is neither text nor number nor boolean.`);
  const common = JSON.stringify(members).slice(1);
  const rest = common === '}' ? common : `,${common}`;
  return [rowKey, ...copies].map(
    (key) => `{"PartitionKey":${JSON.stringify(partitionKey)},"RowKey":${JSON.stringify(key)}${rest}`,
  );
}
