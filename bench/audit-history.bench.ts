import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { auditTable } from '../src/adapters/tables/audit/audit-table.ts';
import { tables } from '../src/adapters/tables/storage/table.ts';
import { csvHeader, toCsv } from '../src/app/audit/audit-csv.ts';
import type { AuditRecord } from '../src/core/audit/record.ts';
import type { AuditTrail } from '../src/ports/audit.ts';
import { toAuditView } from '../src/ports/audit-view.ts';
import { type Benchmark, type Result, resultOf } from './benchmark.ts';
import { race } from './measure.ts';
import { startLongHistory } from './peers/long-history.ts';

const SHORT = 10_000;
const LONG = 1_000_000;
/** Enough to show that memory does not grow; LAMPLIGHTER_BENCH_RECORDS asks for more. */
const EXPORTED = Number(process.env['LAMPLIGHTER_BENCH_RECORDS'] ?? 100_000);
const PAGES = 20;

export const auditHistory: Benchmark = {
  name: 'audit-history',
  run: async () => {
    const history = await startLongHistory();
    const config = { kind: 'connection-string', connectionString: history.connectionString } as const;
    const trail = auditTable(tables(config, () => ({ getToken: async () => null }))('Audit'));
    const results = [
      await pages(trail, 'newest'),
      await pages(trail, 'oldest'),
      await exports(trail, 'JSON Lines', (records) =>
        records.map((one) => `${JSON.stringify(toAuditView(one))}\n`).join(''),
      ),
      await exports(trail, 'CSV', (records) => csvHeader() + toCsv(records)),
    ];
    await history.close();
    return results;
  },
};

/** Pages from the middle of a month, one after the other. */
async function pages(trail: AuditTrail, order: 'newest' | 'oldest'): Promise<Result> {
  const read = (count: number) => async () => {
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      cursor = (await trail.page({ account: 'demo', pool: `p${count}`, limit: 100, order, cursor })).cursor;
    }
    return PAGES;
  };
  const timings = await race(
    [
      { name: `pages of 100 of ${LONG} records`, run: read(LONG) },
      { name: `pages of 100 of ${SHORT} records`, run: read(SHORT) },
    ],
    15,
  );
  const means = 'A page of the audit log takes as long after years as after a week.';
  return resultOf(
    { benchmark: `audit: a page, ${order} first`, means, unit: 'pages', goal: { kind: 'speed', least: 0.9 } },
    timings,
  );
}

/** Everything there is, made into a file that nobody keeps. */
async function exports(
  trail: AuditTrail,
  format: string,
  toText: (records: readonly AuditRecord[]) => string,
): Promise<Result> {
  const most = new Map<number, number>();
  const read = (count: number) => async () => {
    let records = 0;
    let heap = 0;
    for await (const some of trail.stream({ account: 'demo', pool: `p${count}`, order: 'oldest' })) {
      records += some.length;
      Buffer.from(toText(some));
      if (records % (count / 10) < some.length) heap = Math.max(heap, heapUsed());
    }
    if (records !== count) throw new Error(`${records} of ${count} records were exported`);
    most.set(count, heap);
    return records;
  };
  const timings = await race(
    [
      { name: `export of ${EXPORTED} records as ${format}`, run: read(EXPORTED) },
      { name: `export of ${SHORT} records as ${format}`, run: read(SHORT) },
    ],
    1,
  );
  const [long, short] = [EXPORTED, SHORT].map((count) => ((most.get(count) ?? 0) / 2 ** 20).toFixed(1));
  const means = 'An export of a long audit log costs as much per record as that of a short one, and no more memory.';
  const note = `at most ${long} MiB of heap in use, ${short} MiB with ${SHORT} records`;
  return resultOf(
    { benchmark: `audit: export, ${format}`, means, unit: 'records', goal: { kind: 'speed', least: 0.9 }, note },
    timings,
  );
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is in use, in bytes, without what only waits to be collected. */
function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
