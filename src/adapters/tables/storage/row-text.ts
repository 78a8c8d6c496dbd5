import type { TableEntity } from '@azure/data-tables';

/** What names a row in the address of a request. */
export function keyOf({ partitionKey, rowKey }: TableEntity<object>): string {
  return `PartitionKey='${quoted(partitionKey)}',RowKey='${quoted(rowKey)}'`;
}

function quoted(key: string): string {
  return encodeURIComponent(key.replaceAll("'", "''"));
}

/** The JSON of a row and of its copies: what they have in common is written out once. */
export function textsOf(
  { partitionKey, rowKey, ...members }: TableEntity<object>,
  copies: readonly string[] = [],
): readonly string[] {
  // They would need a type beside them.
  if (Object.values(members).some((value) => typeof value === 'object'))
    throw new TypeError(`The row ${rowKey} has a member that is neither text nor number nor boolean.`);
  const common = JSON.stringify(members).slice(1);
  const rest = common === '}' ? common : `,${common}`;
  return [rowKey, ...copies].map(
    (key) => `{"PartitionKey":${JSON.stringify(partitionKey)},"RowKey":${JSON.stringify(key)}${rest}`,
  );
}
