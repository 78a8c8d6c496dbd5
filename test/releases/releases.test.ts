import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PACKED_ROW_VERSION, ROW_VERSION } from '../../src/adapters/tables/storage/row-version.ts';
import { verifyHistory } from '../../src/app/audit/verify-history.ts';
import type { AppError } from '../../src/ports/errors.ts';
import { TestSystem } from '../support/test-system.ts';
import { KEPT_TABLES, type Row, sampleRows } from './sample-rows.ts';

const FOLDER = 'test/releases';
const RELEASES = readdirSync(FOLDER).filter((name) => /^\d+\.\d+\.\d+$/.test(name));
const POOL = { account: 'demo', poolId: 'render' };

const system = TestSystem.forAllTests();

/** Puts rows into empty tables, as another version has left them. */
async function restore(rowsOf: (table: string) => readonly Row[]): Promise<void> {
  await system.begin();
  for (const table of KEPT_TABLES)
    for (const row of rowsOf(table))
      await system.storage.table(table).createEntity(row as { partitionKey: string; rowKey: string });
}

/** Reads everything through the app. */
async function readAll() {
  const { documents, poolStates, audit } = system.ports;
  return {
    schedules: await documents.list('schedules'),
    policies: await documents.list('policies'),
    heading: (await poolStates.list(POOL.account))[0],
    state: (await poolStates.get(POOL))?.state,
    records: (await audit.page({ limit: 100 })).records,
    verification: await verifyHistory(system.ports, {}),
  };
}

describe('what a release has written', () => {
  it('is kept for each of them', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
    expect(RELEASES).toContain(version);
  });

  it.each(RELEASES)('%s: is read to the end', async (release) => {
    await restore((table) => JSON.parse(readFileSync(join(FOLDER, release, `${table}.json`), 'utf8')));
    const { schedules, policies, heading, state, records, verification } = await readAll();
    expect(schedules.map(({ id }) => id)).not.toEqual([]);
    expect(policies.map(({ id }) => id)).toEqual(['render']);
    expect(heading).toMatchObject({ poolId: 'render' });
    expect(state?.lastPlan?.policy).toMatch(/^render@/);
    expect(records.some(({ action, phase }) => action === 'deallocate' && phase === 'outcome')).toBe(true);
    expect(verification).toMatchObject({ ok: true, faults: [] });
  });
});

describe('rows of this version', () => {
  let rows: Readonly<Record<string, readonly Row[]>>;
  beforeAll(async () => {
    rows = await sampleRows();
  });

  it('say their version: documents, records and states of pools', () => {
    const isKept = (table: string, { rowKey }: Row) => table !== 'Audit' || /^[rn]\./.test(String(rowKey));
    for (const table of KEPT_TABLES) {
      const own = (rows[table] ?? []).filter((row) => isKept(table, row) && row['partitionKey'] !== '_');
      expect(own.length).toBeGreaterThan(0);
      expect(own.filter(({ v }) => v !== ROW_VERSION)).toEqual([]);
    }
  });

  it.each(['Audit', 'Policies', 'PoolState', 'Schedules'])(
    'of %s are refused by an older version, which says what to do',
    async (newer) => {
      await restore((table) =>
        (rows[table] ?? []).map((row) => (table === newer && 'v' in row ? { ...row, v: PACKED_ROW_VERSION + 1 } : row)),
      );
      // A document among others is named, and the others are read.
      const said = await readAll().then(
        ({ schedules, policies }) => [...schedules, ...policies].find(({ fault }) => fault !== undefined)?.fault,
        ({ message }: AppError) => message,
      );
      expect(said).toMatch(/was written by a newer version of the app \(3; this one knows 2\): deploy that version/);
    },
  );
});
