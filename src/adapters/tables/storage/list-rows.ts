import type { TableClient } from '@azure/data-tables';
import { unrepeated } from '../../unrepeated.ts';
import type { Row } from './rows.ts';

/** Which rows, and how many are fetched at once; 1,000 by default. */
interface Listing {
  readonly filter: string;
  readonly select?: string[];
  readonly pageSize?: number;
}

/** The rows of a query as the SDK converts them, page by page on demand. */
export async function* listRows(client: TableClient, { pageSize, ...queryOptions }: Listing): AsyncGenerator<Row> {
  const follow = unrepeated((fault) => new Error(`A query failed: ${fault}`));
  const settings = pageSize === undefined ? {} : { maxPageSize: pageSize };
  for await (const page of client.listEntities<Record<string, unknown>>({ queryOptions }).byPage(settings)) {
    follow(page.continuationToken);
    yield* page;
  }
}
