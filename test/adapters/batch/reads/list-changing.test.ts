import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { batchAccounts } from '../../../../src/adapters/batch/batch-accounts.ts';
import type { Batch } from '../../../../src/ports/batch.ts';
import { type WebAnswer, WebServer } from '../../../support/web-server.ts';

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

const POOL = { account: 'demo', poolId: 'render' };
const named = (name: string) => ({ id: name, poolId: name, instanceView: { name } });
const schedule = (id: string) => ({
  id,
  state: 'active',
  schedule: { recurrenceInterval: 'PT1H' },
  jobSpecification: { poolInfo: { poolId: 'render' } },
});

it.each([
  ['pool', named, async (batch: Batch) => (await batch.listPools('demo')).map(({ poolId }) => poolId)],
  ['pool with counts', named, async (batch: Batch) => [...(await batch.countNodes('demo')).keys()]],
  ['job schedule', schedule, async (batch: Batch) => (await batch.listJobSchedules('demo')).map(({ id }) => id)],
  ['image', named, async (batch: Batch) => (await batch.listImages(POOL))?.map(({ nodeId }) => nodeId)],
  [
    'extension',
    named,
    async (batch: Batch) => (await batch.listExtensions({ ...POOL, nodeId: 'n' }))?.map(({ name }) => name),
  ],
  [
    'declaring pool',
    named,
    async (batch: Batch) => (await batch.listDeclaredExtensions('demo')).map(({ poolId }) => poolId),
  ],
] as const)('a %s on two pages is one', async (_, item, idsIn) => {
  expect(await idsIn(withPages([item('a'), item('b')], [item('b'), item('c')]))).toEqual(['a', 'b', 'c']);
});

it('a task on two pages counts once', async () => {
  const batch = withPages(['a', 'b'].map(activeTask), ['b', 'c'].map(activeTask));
  const pages = server.answer as (request: IncomingMessage) => WebAnswer;
  const three = { active: 3, running: 0, completed: 0 };
  const counts = JSON.stringify({ taskCounts: three, taskSlotCounts: three });
  server.answer = (request) =>
    request.url?.includes('taskcounts')
      ? { headers: { 'content-type': 'application/json' }, text: counts }
      : pages(request);
  const job = { jobId: 'job', poolId: 'render', usesTaskDependencies: true };
  const [work] = await batch.countWork('demo', [
    { ...job, priority: 0, maxParallelTasks: undefined, family: undefined },
  ]);
  expect(work?.runnable).toEqual({ atLeast: { tasks: 3, slots: 3 }, atMost: { tasks: 3, slots: 3 } });
});

function activeTask(id: string) {
  return { id, state: 'active', requiredSlots: 1 };
}
