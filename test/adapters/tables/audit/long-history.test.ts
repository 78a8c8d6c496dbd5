import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLongHistory } from '../../../../bench/peers/long-history.ts';
import { auditTable } from '../../../../src/adapters/tables/audit/audit-table.ts';
import { tables } from '../../../../src/adapters/tables/storage/table.ts';
import type { AuditTrail } from '../../../../src/ports/audit.ts';

let history: Awaited<ReturnType<typeof startLongHistory>>;
let audit: AuditTrail;
let requests = 0;

beforeAll(async () => {
  history = await startLongHistory();
  const config = { kind: 'connection-string', connectionString: history.connectionString } as const;
  const table = tables(config, () => ({ getToken: async () => null }))('Audit');
  await table.run(async ({ pipeline }) =>
    pipeline.addPolicy({
      name: 'count',
      sendRequest: (request, next) => {
        requests += 1;
        return next(request);
      },
    }),
  );
  audit = auditTable(table);
});
afterAll(() => history.close());

it.each([10_000, 1_000_000])('shows 20 pages from the old end of %i records with few requests', async (count) => {
  const asked: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 20; page += 1) {
    requests = 0;
    const query = { account: 'demo', pool: `p${count}`, limit: 100, order: 'oldest', cursor } as const;
    const { records, cursor: next } = await audit.page(query);
    expect(records.map(({ number }) => number)).toEqual(
      Array.from({ length: 100 }, (_, index) => page * 100 + index + 1),
    );
    asked.push(requests);
    cursor = next;
  }
  const [first, ...others] = asked;
  // The list of months, a gap of half a day, the records, the months in the archive; then the list and the records.
  expect(first).toBe(6);
  expect(others.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(39);
});
