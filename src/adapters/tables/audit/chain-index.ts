import type { TableClient } from '@azure/data-tables';
import pLimit from 'p-limit';
import { monthOfChain, stemOfChain } from '../../../core/audit/chain-name.ts';
import { odata } from '../storage/odata.ts';
import { findRow, unlessRefused } from '../storage/rows.ts';
import type { Table } from '../storage/table.ts';
import { type HourRange, type HourSign, readHours } from './hours.ts';
import { correlationOf, HOURS, monthKey, monthsOf } from './keys.ts';
import { firstRows, LARGEST_PAGE, type Row } from './read-rows.ts';

/** Index rows that say where records are. They are written before the records; writing an existing one changes nothing. */
export interface ChainIndex {
  pointTo(chain: string, index: IndexRows): Promise<void>;
  /** The chains of a stem, the newest month first. */
  chainsOf(stem: string): Promise<readonly string[]>;
  /** Those of them whose rows are not in the archive, nor on their way there. */
  keptChainsOf(stem: string): Promise<readonly string[]>;
  /** Notes, before the first one goes, that the rows of a chain leave the table for the archive. */
  noteArchived(chain: string): Promise<void>;
  /** Was that noted? */
  isArchived(chain: string): Promise<boolean>;
  /** The chains with records of a correlation. */
  chainsWith(correlation: string): Promise<readonly string[]>;
  /** All chains that have index rows. */
  allChains(): Promise<readonly string[]>;
  /** The index rows that should point to a chain and are missing. */
  missing(chain: string, index: IndexRows): Promise<IndexRows>;
  /** Hours with records, and their chains. */
  hours(range: HourRange): AsyncIterable<HourSign>;
}

/** The table and its index rows. */
export interface AuditIndex {
  readonly table: Table;
  readonly index: ChainIndex;
}

/** The index rows of a chain, besides that of its month. */
export interface IndexRows {
  readonly hours: readonly string[];
  readonly correlations: readonly string[];
}

/** How many index rows are remembered as written, to avoid writing them again. */
const REMEMBERED = 10_000;

/** The index rows in the audit table. */
export function chainIndex(table: Table): ChainIndex {
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
      // The row of the month comes first, so that every chain with another index row is listed.
      const { partitionKey, rowKey } = monthRow(chain);
      await put(partitionKey, rowKey);
      await Promise.all([
        ...hours.map((hour) => put(HOURS, `${hour}.${chain}`)),
        ...correlations.map((correlation) => put(correlationOf(correlation), chain)),
      ]);
    },
    chainsOf: async (stem) => chainsIn(stem, await rowsOf(table, monthsOf(stem))),
    keptChainsOf: async (stem) =>
      chainsIn(
        stem,
        (await rowsOf(table, monthsOf(stem))).filter(({ archived }) => archived !== true),
      ),
    noteArchived: async (chain) => {
      await table.run((client) => client.upsertEntity({ ...monthRow(chain), archived: true }, 'Merge'));
    },
    isArchived: async (chain) => (await findRow(table, monthRow(chain), ['archived']))?.['archived'] === true,
    allChains: async () => {
      // `/` is the next character after the dot.
      const filter = odata`PartitionKey ge ${monthsOf('')} and PartitionKey lt ${'m/'}`;
      const rows = await firstRows(table, {
        filter,
        pageSize: LARGEST_PAGE,
        most: Number.MAX_SAFE_INTEGER,
        select: KEYS,
      });
      return rows.map(
        ({ partitionKey, rowKey }) => `${partitionKey.slice(2)}.${rowKey.slice(rowKey.indexOf('.') + 1)}`,
      );
    },
    missing: async (chain, { hours, correlations }) => ({
      hours: await without(hours, (hour) => isThere(table, HOURS, `${hour}.${chain}`)),
      correlations: await without(correlations, (one) => isThere(table, correlationOf(one), chain)),
    }),
    chainsWith: async (correlation) => (await rowsOf(table, correlationOf(correlation))).map(({ rowKey }) => rowKey),
    hours: (range) => readHours(table, range),
  };
}

const KEYS = ['partitionKey', 'rowKey'] as const;

/** Point reads run concurrently, up to a limit. */
const atOnce = pLimit(16);

/** The names for which a check fails. */
async function without(names: readonly string[], isIt: (name: string) => Promise<boolean>): Promise<readonly string[]> {
  const found = await Promise.all(names.map((name) => atOnce(() => isIt(name))));
  return names.filter((_, index) => found[index] === false);
}

async function isThere(table: Table, partition: string, row: string): Promise<boolean> {
  return (await findRow(table, { partitionKey: partition, rowKey: row }, ['RowKey'])) !== undefined;
}

async function createUnlessThere(
  client: TableClient,
  entity: { readonly partitionKey: string; readonly rowKey: string },
): Promise<void> {
  await unlessRefused([409], () => client.createEntity(entity));
}

/** The index row that lists a chain among those of its stem. */
function monthRow(chain: string) {
  const month = monthOfChain(chain);
  return { partitionKey: monthsOf(stemOfChain(chain)), rowKey: `${monthKey(month)}.${month}` };
}

function chainsIn(stem: string, rows: readonly Row[]): readonly string[] {
  return rows.map(({ rowKey }) => `${stem}.${rowKey.slice(rowKey.indexOf('.') + 1)}`);
}

function rowsOf(table: Table, partition: string): Promise<readonly Row[]> {
  const filter = odata`PartitionKey eq ${partition}`;
  const select = [...KEYS, 'archived'];
  return firstRows(table, { filter, pageSize: LARGEST_PAGE, most: Number.MAX_SAFE_INTEGER, select });
}
