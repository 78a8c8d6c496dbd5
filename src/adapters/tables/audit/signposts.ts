import { odata, type TableClient } from '@azure/data-tables';
import type { Temporal } from 'temporal-polyfill';
import { statusOf, type Table } from '../table.ts';
import { correlationOf, HOURS, hourKey, monthKey, monthsOf, stemOfChain } from './keys.ts';

/** Rows that tell where records are, written before what they point to. Writing one that is there already changes nothing. */
export interface Signposts {
  pointTo(
    chain: string,
    signs: { readonly hours: readonly string[]; readonly correlations: readonly string[] },
  ): Promise<void>;
  /** The chains of a stem, the newest month first. */
  chainsOf(stem: string): Promise<readonly string[]>;
  /** The chains with records of a correlation. */
  chainsWith(correlation: string): Promise<readonly string[]>;
  /** Hours with records and their chains, the newest hour first. */
  hours(range: {
    readonly from: Temporal.Instant | undefined;
    readonly to: Temporal.Instant | undefined;
  }): AsyncIterable<HourSign>;
}

/** A chain that has records of an hour. */
export interface HourSign {
  readonly hour: string;
  readonly chain: string;
}

/** How many signs are remembered as written, so that they need not be written again. */
const REMEMBERED = 10_000;

/** Signposts in the audit table. */
export function signposts(table: Table): Signposts {
  const written = new Set<string>();
  const put = async (partitionKey: string, rowKey: string) => {
    const name = `${partitionKey} ${rowKey}`;
    if (written.has(name)) return;
    await table.run((client) => createUnlessThere(client, { partitionKey, rowKey }));
    if (written.size >= REMEMBERED) written.clear();
    written.add(name);
  };
  return {
    pointTo: async (chain, { hours, correlations }) => {
      const month = chain.slice(chain.lastIndexOf('.') + 1);
      await Promise.all([
        put(monthsOf(stemOfChain(chain)), `${monthKey(month)}.${month}`),
        ...hours.map((hour) => put(HOURS, `${hour}.${chain}`)),
        ...correlations.map((correlation) => put(correlationOf(correlation), chain)),
      ]);
    },
    chainsOf: async (stem) => {
      const rows = await rowsOf(table, monthsOf(stem));
      return rows.map((row) => `${stem}.${row.slice(row.indexOf('.') + 1)}`);
    },
    chainsWith: (correlation) => rowsOf(table, correlationOf(correlation)),
    hours: ({ from, to }) => readHours(table, { from, to }),
  };
}

async function createUnlessThere(
  client: TableClient,
  entity: { readonly partitionKey: string; readonly rowKey: string },
): Promise<void> {
  try {
    await client.createEntity(entity);
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
  }
}

function rowsOf(table: Table, partition: string): Promise<readonly string[]> {
  return table.run(async (client) => {
    const rows: string[] = [];
    const queryOptions = { filter: odata`PartitionKey eq ${partition}`, select: ['rowKey'] };
    for await (const { rowKey } of client.listEntities({ queryOptions })) if (rowKey !== undefined) rows.push(rowKey);
    return rows;
  });
}

/** The rows of the directory of hours between two moments; page by page, because they go back to the beginning. */
async function* readHours(
  table: Table,
  { from, to }: { readonly from: Temporal.Instant | undefined; readonly to: Temporal.Instant | undefined },
): AsyncIterable<HourSign> {
  const first = to === undefined ? '' : hourKey(to.epochMilliseconds - 1);
  // `~` comes after every character of a key.
  const last = from === undefined ? '~' : `${hourKey(from.epochMilliseconds)}.~`;
  const filter = odata`PartitionKey eq ${HOURS} and RowKey ge ${first} and RowKey le ${last}`;
  let continuationToken: string | undefined;
  do {
    const page = await table.run(async (client) => {
      const pages = client.listEntities({ queryOptions: { filter, select: ['rowKey'] } });
      const settings = { maxPageSize: 200, ...(continuationToken !== undefined && { continuationToken }) };
      for await (const entities of pages.byPage(settings)) return entities;
      return undefined;
    });
    for (const { rowKey = '' } of page ?? []) {
      const dot = rowKey.indexOf('.');
      yield { hour: rowKey.slice(0, dot), chain: rowKey.slice(dot + 1) };
    }
    continuationToken = page?.continuationToken;
  } while (continuationToken !== undefined);
}
