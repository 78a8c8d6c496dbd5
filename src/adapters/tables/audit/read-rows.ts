import { unrepeated } from '../../unrepeated.ts';
import type { Table } from '../storage/table.ts';

/** A stored row of the table. */
export type Row = Readonly<Record<string, unknown>> & { readonly partitionKey: string; readonly rowKey: string };

/** "A maximum of 1,000 items at one time": https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination */
export const LARGEST_PAGE = 1000;

/** Which rows, and how many are fetched at once. */
export interface RowsOptions {
  readonly filter: string;
  /** At most `LARGEST_PAGE`. */
  readonly pageSize: number;
  /** The properties to return; all by default. */
  readonly select?: readonly string[];
}

/** The rows of a filter in the order of their keys, page by page on demand. */
export async function* readRows(
  table: Table,
  { filter, pageSize, select }: RowsOptions,
): AsyncGenerator<readonly Row[]> {
  const follow = unrepeated((fault) => new Error(`A query failed: ${fault}`));
  let continuationToken: string | undefined;
  do {
    const page = await table.run(async (client) => {
      const queryOptions = { filter, ...(select !== undefined && { select: [...select] }) };
      const pages = client.listEntities<Record<string, unknown>>({ queryOptions });
      const settings = { maxPageSize: pageSize, ...(continuationToken !== undefined && { continuationToken }) };
      for await (const entities of pages.byPage(settings)) {
        follow(entities.continuationToken);
        return entities;
      }
      return undefined;
    });
    if (page !== undefined && page.length > 0) yield page as readonly unknown[] as readonly Row[];
    continuationToken = page?.continuationToken;
  } while (continuationToken !== undefined);
}

/** The first rows of a filter, at most `count`. */
export async function firstRows(
  table: Table,
  options: RowsOptions & { readonly most: number },
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of readRows(table, options)) {
    rows.push(...page);
    if (rows.length >= options.most) break;
  }
  return rows;
}
