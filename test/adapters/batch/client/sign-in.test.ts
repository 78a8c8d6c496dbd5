import type { TokenCredential } from '@azure/core-auth';
import { expect, it } from 'vitest';
import { batchAccounts } from '../../../../src/adapters/batch/batch-accounts.ts';
import { describeError } from '../../../../src/core/text/describe-error.ts';

const SAID = 'the app could not sign in to Azure; check its identity';
const resourceId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/demo';
const NODE = { account: 'demo', poolId: 'render', nodeId: 'n1' };

/** An account whose credential gives these tokens, one after the other, and then none. Nobody listens at its address. */
function signedInBy(...tokens: readonly string[]) {
  const endpoint = 'https://127.0.0.1:1';
  const left = [...tokens];
  const credential: TokenCredential = {
    getToken: async () => {
      const token = left.shift();
      if (token === undefined) throw new Error('The identity is not assigned.');
      return { token, expiresOnTimestamp: 0 };
    },
  };
  return batchAccounts(
    {
      accounts: [{ name: 'demo', key: undefined, endpoint, resourceId }],
      apiVersion: '2025-06-01',
      armEndpoint: endpoint,
      armApiVersion: '2024-07-01',
      tokenScope: 'https://batch.core.windows.net//.default',
    },
    () => credential,
  );
}

const failureOf = (read: Promise<unknown>) => read.then(() => 'no failure', describeError);

it('a read for which there is no token says so, and not that Batch is out of reach', async () => {
  const batch = signedInBy();
  expect(await failureOf(batch.listNodes(NODE))).toBe(
    `Listing the nodes of demo/render failed: ${SAID}. (The identity is not assigned.)`,
  );
  expect(await failureOf(batch.findPoolResource(NODE))).toBe(
    `Reading the pool render on the management plane failed: ${SAID}. (The identity is not assigned.)`,
  );
});

it('an act for which there is no token was not sent, so it has failed', async () => {
  const batch = signedInBy();
  const failed = { outcome: 'failed', reason: `${SAID} (The identity is not assigned.)` };
  expect(await batch.startNode(NODE, 'c')).toEqual(failed);
  const removal = { nodes: ['n1'], tag: undefined, correlation: 'c' };
  expect([...(await batch.removeNodes(NODE, removal)).values()]).toEqual([failed]);
  expect(await failureOf(batch.createPool(NODE, { body: {}, correlation: 'c' }))).toBe(
    `Creating the pool failed: ${SAID}. (The identity is not assigned.)`,
  );
});

it('with a token, an address at which nobody listens is still out of reach', async () => {
  expect(await failureOf(signedInBy('a', 'b').getNode(NODE))).toContain('failed: Batch could not be reached.');
});
