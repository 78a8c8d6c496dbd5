import { afterAll, beforeAll, expect, it } from 'vitest';
import { batchAccounts } from '../../../src/adapters/batch/batch-accounts.ts';
import { WebServer } from '../../support/web-server.ts';

let server: WebServer;
beforeAll(async () => {
  server = await WebServer.start();
});
afterAll(() => server.close());

/** An account of which a list has these pages. */
function withPages(...pages: readonly (readonly object[])[]) {
  server.answer = ({ url = '' }) => {
    const page = Number(/page=(\d+)/.exec(url)?.[1] ?? 0);
    const next = page + 1 < pages.length && { 'odata.nextLink': `http://${server.host}/next?page=${page + 1}` };
    const headers = { 'content-type': 'application/json' };
    return { headers, text: JSON.stringify({ value: pages[page], ...next }) };
  };
  return batchAccounts(
    {
      accounts: [{ name: 'demo', key: '', endpoint: `http://${server.host}`, resourceId: undefined }],
      apiVersion: '2024-07-01.20.0',
      armEndpoint: `http://${server.host}`,
      armApiVersion: '2024-07-01',
      tokenScope: 'unused',
    },
    () => {
      throw new Error('No token is needed where there is a key.');
    },
  );
}

it('a node on two pages is one node, as it was read last', async () => {
  const batch = withPages(
    [
      { id: 'a', state: 'idle' },
      { id: 'b', state: 'idle' },
    ],
    [
      { id: 'a', state: 'running' },
      { id: 'c', state: 'idle' },
    ],
  );
  const nodes = await batch.listNodes({ account: 'demo', poolId: 'render' });
  expect(nodes?.map(({ id, state }) => `${id} ${state}`)).toEqual(['a running', 'b idle', 'c idle']);
});

it('a job on two pages is one job', async () => {
  const job = (id: string) => ({ id, state: 'active', poolInfo: { poolId: 'render' } });
  const batch = withPages([job('a'), job('b')], [job('b'), job('c')]);
  expect((await batch.listJobs('demo')).map(({ jobId }) => jobId)).toEqual(['a', 'b', 'c']);
});
