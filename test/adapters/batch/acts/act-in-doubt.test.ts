import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actOnNode, type NodeAct } from '../../../../src/adapters/batch/acts/act-on-node.ts';
import { removeNodes } from '../../../../src/adapters/batch/acts/remove-nodes.ts';
import { createBatchClient } from '../../../../src/adapters/batch/client/batch-client.ts';
import { WebServer } from '../../../support/web-server.ts';

let server: WebServer;
beforeEach(async () => {
  server = await WebServer.start();
});
afterEach(() => server.close());

const POOL = { account: 'demo', poolId: 'render' };
const ACT: NodeAct = { node: { ...POOL, nodeId: 'n' }, action: 'deallocate', correlation: 'c' };

/** A service that answers the attempts of an act with these statuses; the node shows `state`. */
function answering(statuses: readonly number[], state: string) {
  let attempts = 0;
  server.answer = ({ method }) => {
    const headers = { 'content-type': 'application/json', 'retry-after': '0' };
    if (method === 'GET') return { headers, text: JSON.stringify({ id: 'n', state, isDedicated: true }) };
    const status = statuses[attempts] ?? 202;
    attempts += 1;
    return { status, headers, text: '{}' };
  };
  return createBatchClient({
    account: 'demo',
    endpoint: `http://${server.host}`,
    apiVersion: '2024-07-01.20.0',
    credential: { key: '' },
  });
}

function reads(): number {
  return server.requests.filter(({ method }) => method === 'GET').length;
}

describe('an act of which an attempt was answered with 503', () => {
  it.each([
    [429, 'deallocating', 'accepted'],
    [429, 'idle', 'failed'],
    [429, 'running', 'unknown'],
    [403, 'deallocating', 'accepted'],
    [409, 'deallocating', 'accepted'],
  ])(
    'has taken effect if its node shows it, although the last answer is %s and it shows %s',
    async (status, state, outcome) => {
      const client = answering([503, status, status], state);
      expect(await actOnNode(client, ACT)).toMatchObject({ outcome });
    },
  );

  it('may have taken effect if the service cannot be reached any more', async () => {
    const client = answering([503], 'deallocating');
    const answer = server.answer;
    let closing: Promise<void> | undefined;
    server.answer = (request, response) => {
      closing = server.close();
      response.setHeader('connection', 'close');
      return typeof answer === 'function' ? answer(request, response) : answer;
    };
    expect(await actOnNode(client, ACT)).toMatchObject({ outcome: 'unknown' });
    await closing;
  });
});

describe('an act that was only throttled', () => {
  it.each(['deallocating', 'idle'])('has failed, and no node is read that shows %s', async (state) => {
    const client = answering([429, 429, 429], state);
    expect(await actOnNode(client, ACT)).toMatchObject({ outcome: 'failed' });
    expect(reads()).toBe(0);
  });

  it('was not made if its node is found where it leads', async () => {
    const client = answering([429, 409], 'deallocating');
    expect(await actOnNode(client, ACT)).toMatchObject({ outcome: 'unneeded' });
  });

  it('costs no more requests if it would have removed many nodes', async () => {
    const client = answering([429, 429, 429], 'deallocated');
    const removal = { nodes: ['a', 'b', 'c'], tag: '"0x1"', correlation: 'c' };
    const answers = await removeNodes(client, POOL, removal);
    expect([...answers.values()].map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
    expect(reads()).toBe(0);
  });
});
