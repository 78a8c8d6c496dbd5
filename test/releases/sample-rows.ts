import { Story } from '../app/support/story.ts';
import type { TestSystem } from '../support/test-system.ts';

/** Tables whose rows outlive a version. */
export const KEPT_TABLES = ['Audit', 'Policies', 'PoolState', 'Schedules'] as const;

export type Row = Readonly<Record<string, unknown>>;

/** What the app of this version leaves behind after some work: documents, acts and their records, and the state of a pool. */
export async function sampleRows(): Promise<Readonly<Record<string, readonly Row[]>>> {
  const story = new Story();
  await story.start();
  try {
    await story.begin();
    await story.system.account.createIdlePool('render', { dedicated: 3 });
    await story.atMost(1);
    await story.minutes(5);
    const rows = KEPT_TABLES.map(async (table) => [table, await rowsOf(story.system, table)] as const);
    return Object.fromEntries(await Promise.all(rows));
  } finally {
    await story.close();
  }
}

/** Rows in order of their keys, without what storage adds. */
async function rowsOf({ storage }: TestSystem, table: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const { etag: _etag, timestamp: _timestamp, ...row } of storage.table(table).listEntities())
    rows.push(row);
  return rows;
}
