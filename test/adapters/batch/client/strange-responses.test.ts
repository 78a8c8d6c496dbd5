import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchAccounts } from '../../../../src/adapters/batch/batch-accounts.ts';
import { describeError } from '../../../../src/core/text/describe-error.ts';
import type { Batch } from '../../../../src/ports/batch.ts';
import { type WebAnswer, WebServer } from '../../../support/web-server.ts';

let server: WebServer;
let batch: Batch;
beforeAll(async () => {
  server = await WebServer.start();
  const endpoint = `http://${server.host}`;
  const resourceId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/demo';
  batch = batchAccounts(
    {
      accounts: [{ name: 'demo', key: '', endpoint, resourceId }],
      apiVersion: '2025-06-01',
      armEndpoint: endpoint,
      armApiVersion: '2024-07-01',
      tokenScope: 'unused',
    },
    () => {
      throw new Error('No token is needed where there is a key.');
    },
  );
});
afterAll(() => server.close());

const POOL = { account: 'demo', poolId: 'render' };
const NODE = { ...POOL, nodeId: 'n1' };
const JSON_TYPE = { 'content-type': 'application/json' };
const PAGE_OF_A_PROXY = { headers: { 'content-type': 'text/html' }, text: '<html>Please sign in.</html>' };
const MEND = 'It may come from elsewhere: check the endpoint, and proxies before it.';

/** Everything that reads one thing. */
const READS = {
  'Reading the node n1 of the pool render': () => batch.getNode(NODE),
  'Reading the tasks of the node n1 of the pool render': () => batch.listNodeTasks(NODE),
  'Reading the pool demo/render': () => batch.getPool(POOL),
  'Reading the extensions that the pool demo/render declares': () => batch.getDeclaredExtensions(POOL),
  'Reading the extension monitor of the node demo/render/n1': () => batch.getExtension(NODE, 'monitor'),
  'Reading the pool render on the management plane': () => batch.findPoolResource(POOL),
};

/** Everything that lists something of a whole account. */
const LISTS = {
  'Listing the pools of demo': () => batch.listPools('demo'),
  'Counting the nodes of demo': () => batch.countNodes('demo'),
  'Listing the jobs of demo': () => batch.listJobs('demo'),
  'Listing the job schedules of demo': () => batch.listJobSchedules('demo'),
  'Listing the extensions that the pools of demo declare': () => batch.listDeclaredExtensions('demo'),
};

async function failureOf(read: () => Promise<unknown>): Promise<string> {
  return read().then((value) => `no failure, but ${JSON.stringify(value)}`, describeError);
}

describe.each([
  ['a page of a proxy', PAGE_OF_A_PROXY],
  ['nothing', { status: 204 }],
  ['an empty object', { headers: JSON_TYPE, text: '{}' }],
  ['another thing', { headers: JSON_TYPE, text: '{"id":"n2","state":"deallocated"}' }],
] satisfies [string, WebAnswer][])('a success with %s', (_, answer) => {
  it.each(Object.entries(READS))('does not mean that there is nothing: %s', async (what, read) => {
    server.answer = answer;
    expect(await failureOf(read)).toMatch(new RegExp(`^${what} failed: the response shows .+\\. ${MEND}$`));
  });

  it.each([['Reaching the account demo', () => batch.reach('demo')], ...Object.entries(LISTS)])(
    'is no list: %s',
    async (what, read) => {
      server.answer = answer;
      expect(await failureOf(read)).toBe(`${what} failed: the response shows no list in 'value'. ${MEND}`);
    },
  );
});

describe('"not found"', () => {
  it.each(Object.entries(READS))('without the code of an error is not said by Batch: %s', async (what, read) => {
    server.answer = { ...PAGE_OF_A_PROXY, status: 404 };
    expect(await failureOf(read)).toMatch(new RegExp(`^${what} failed: (Batch|Azure) answered 404`));
  });

  it.each(Object.entries(LISTS))(
    'is said of no account, and does not mean that it has nothing: %s',
    async (what, read) => {
      server.answer = { status: 404, headers: JSON_TYPE, text: '{"code":"ResourceNotFound"}' };
      expect(await failureOf(read)).toMatch(
        new RegExp(`^${what} failed: the response shows nothing at /.+\\. ${MEND}$`),
      );
    },
  );
});

describe('a list', () => {
  it('whose link to the next page is no text is not taken for complete', async () => {
    server.answer = { headers: JSON_TYPE, text: '{"value":[{"id":"n1"}],"odata.nextLink":{"href":"/next"}}' };
    expect(await failureOf(() => batch.listNodes(POOL))).toBe(
      `Listing the nodes of demo/render failed: the response shows a link to the next page that is no text. ${MEND}`,
    );
  });

  it.each([401, 403])('that the app may not read says what to check: %i', async (status) => {
    server.answer = { status, headers: JSON_TYPE, text: '{"code":"AuthenticationFailed"}' };
    expect(await failureOf(() => batch.listNodes(POOL))).toBe(
      `Listing the nodes of demo/render failed: Batch answered ${status} AuthenticationFailed. Check the role or the key that the app has for the account, and the clock of its machine.`,
    );
  });
});

describe('an act', () => {
  const shows = (state: string) => ({ headers: JSON_TYPE, text: JSON.stringify({ id: 'n1', state }) });
  const ACTS = {
    start: () => batch.startNode(NODE, 'c'),
    deallocate: () => batch.deallocateNode(NODE, { correlation: 'c', tasks: 'taskcompletion' }),
    quarantine: () => batch.disableScheduling(NODE, 'c'),
    reboot: () => batch.repairNode(NODE, { repair: 'reboot', correlation: 'c' }),
    remove: async () => (await batch.removeNodes(POOL, { nodes: ['n1'], tag: undefined, correlation: 'c' })).get('n1'),
  };

  it.each(Object.entries(ACTS))('that a proxy answers is not accepted: %s', async (_, act) => {
    server.answer = ({ method }) => (method === 'POST' ? { ...PAGE_OF_A_PROXY, status: 203 } : shows('unknown'));
    expect(await act()).toEqual({ outcome: 'unknown', reason: 'Batch answered 203 HTTP 203; the node shows unknown' });
  });

  it('that a proxy answers is accepted if the node shows it', async () => {
    server.answer = ({ method }) => (method === 'POST' ? PAGE_OF_A_PROXY : shows('starting'));
    expect(await ACTS.start()).toMatchObject({ outcome: 'accepted' });
  });

  it('whose node only a proxy does not find has failed', async () => {
    server.answer = { ...PAGE_OF_A_PROXY, status: 404 };
    expect(await ACTS.deallocate()).toEqual({ outcome: 'failed', reason: 'Batch answered 404 HTTP 404' });
  });
});

describe('a pool', () => {
  const create = () => batch.createPool(POOL, { body: {}, correlation: 'c' });

  it('that a proxy says it has created is read', async () => {
    const notFound = { status: 404, headers: JSON_TYPE, text: '{"error":{"code":"PoolNotFound"}}' };
    server.answer = ({ method }) => (method === 'PUT' ? PAGE_OF_A_PROXY : notFound);
    expect(await create()).toEqual({
      kind: 'unknown',
      reason: 'Azure answered 200 without a pool; the pool does not exist yet',
    });
  });

  it('of which half is read is not said to be out of reach', async () => {
    server.answer = { headers: JSON_TYPE, text: '{"properties":{"vmSize"' };
    expect(await failureOf(() => batch.findPoolResource(POOL))).toBe(
      'Reading the pool render on the management plane failed: Azure answered 200 with a body that is not JSON.',
    );
    expect(await create()).toMatchObject({
      reason: 'Azure answered 200 with a body that is not JSON, and the pool could not be read',
    });
  });
});
