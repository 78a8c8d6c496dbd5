import { odata, type TableClient } from '@azure/data-tables';
import { statusOf, type Table } from '../table.ts';
import { type HourRange, type HourSign, readHours } from './hours.ts';
import { correlationOf, HOURS, monthKey, monthOfChain, monthsOf, stemOfChain } from './keys.ts';
import { firstRows } from './read-rows.ts';

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
  /** Hours with records and their chains, an hour's side by side. */
  hours(range: HourRange): AsyncIterable<HourSign>;
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
      const month = monthOfChain(chain);
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
    hours: (range) => readHours(table, range),
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

async function rowsOf(table: Table, partition: string): Promise<readonly string[]> {
  const filter = odata`PartitionKey eq ${partition}`;
  const rows = await firstRows(table, { filter, pageSize: 1000, most: Number.MAX_SAFE_INTEGER, select: ['rowKey'] });
  return rows.map(({ rowKey }) => rowKey);
}
