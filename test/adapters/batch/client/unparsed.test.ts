import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendAct } from '../../../../src/adapters/batch/acts/send-act.ts';
import { createBatchClient } from '../../../../src/adapters/batch/client/batch-client.ts';
import { getNode } from '../../../../src/adapters/batch/reads/get-node.ts';
import { listAll } from '../../../../src/adapters/batch/reads/list-all.ts';
import { describeError } from '../../../../src/core/text/describe-error.ts';
import { WebServer } from '../../../support/web-server.ts';

let server: WebServer;
beforeAll(async () => {
  server = await WebServer.start();
});
afterAll(() => server.close());

/** A client of a service whose responses break off after the name of a node. */
function brokenOff(status: number) {
  const headers = { 'content-type': 'application/json; odata=minimalmetadata' };
  server.answer = { status, headers, text: '{"value":[{"id":"node-of-somebody"' };
  const endpoint = `http://${server.host}`;
  const client = createBatchClient({
    account: 'demo',
    endpoint,
    apiVersion: '2024-07-01.20.0',
    credential: { key: '' },
  });
  return { client, endpoint };
}

it('a list that breaks off is said to be that, without its content', async () => {
  const { client, endpoint } = brokenOff(200);
  const request = { what: 'Listing the nodes of demo/render', path: '/pools/render/nodes', query: {}, endpoint };
  const failure = await listAll(client, { ...request, read: (wire) => wire, idOf: String }).catch(describeError);
  expect(failure).toBe('Listing the nodes of demo/render failed: Batch answered 200 with a body that is not JSON.');
});

it('a response that breaks off does not say that something does not exist', async () => {
  const { client } = brokenOff(404);
  const failure = await getNode(client, { account: 'demo', poolId: 'render', nodeId: 'n' }).catch(describeError);
  expect(failure).toBe(
    'Reading the node n of the pool render failed: Batch answered 404 with a body that is not JSON.',
  );
});

it('an act whose response breaks off has the answer that its status gives', async () => {
  const { client } = brokenOff(409);
  const sent = await sendAct(client, { path: '/pools/render/nodes/n/start', correlation: 'c' });
  expect(sent).toMatchObject({ kind: 'answer', response: { status: '409' }, mayHaveArrivedBefore: false });
});
