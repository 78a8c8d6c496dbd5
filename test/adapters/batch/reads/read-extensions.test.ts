import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchAccounts } from '../../../../src/adapters/batch/batch-accounts.ts';
import type { Batch } from '../../../../src/ports/batch.ts';
import { EmulatedAccount, IMAGE } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;
let batch: Batch;
beforeEach(async () => {
  account = await EmulatedAccount.start();
  const { name, key } = account.emulator.account;
  const config = {
    accounts: [{ name, key, endpoint: account.url, resourceId: undefined }],
    apiVersion: '2024-07-01.20.0',
    armEndpoint: account.url,
    armApiVersion: '2024-07-01',
    tokenScope: 'unused',
  };
  batch = batchAccounts(config, () => {
    throw new Error('No token is needed where there is a key.');
  });
});
afterEach(() => account.close());

const MONITOR = {
  name: 'monitor',
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
  typeHandlerVersion: '1.0',
  settings: { level: 'all' },
};
const POOL = { account: 'demo', poolId: 'render' };

async function createPool(): Promise<string> {
  const configuration = { virtualMachineConfiguration: { ...IMAGE, extensions: [MONITOR] } };
  const [node] = await account.createIdlePool('render', { properties: { deploymentConfiguration: configuration } });
  return node?.id ?? '';
}

describe('reading extensions', () => {
  it.each(['object', 'text'])('finds those of a node in the shape %s, with one call', async (extensionShape) => {
    const nodeId = await createPool();
    await account.control('PUT', 'knobs', { extensionShape });
    const found = await batch.listExtensions({ ...POOL, nodeId });
    expect(found).toMatchObject([
      { name: 'batchNodeExtension', ofBatch: true, state: 'succeeded' },
      {
        name: 'monitor',
        ofBatch: false,
        state: 'succeeded',
        level: 'info',
        settings: { level: 'all' },
        version: '1.0',
      },
    ]);
    expect(await batch.getExtension({ ...POOL, nodeId }, 'Monitor')).toEqual(found?.[1]);
    const asked = (await account.journal('request')).filter(
      (entry) => entry.kind === 'request' && entry.operation === 'Nodes_ListNodeExtensions',
    );
    expect(asked).toHaveLength(1);
  });

  it('finds what pools declare', async () => {
    await createPool();
    await account.createPool('bare', { dedicated: 0 });
    const declared = [{ name: 'monitor', version: '1.0', settings: { level: 'all' } }];
    expect(await batch.getDeclaredExtensions(POOL)).toMatchObject(declared);
    expect(await batch.listDeclaredExtensions('demo')).toMatchObject([
      { account: 'demo', poolId: 'render', declared },
      { account: 'demo', poolId: 'bare', declared: [] },
    ]);
  });

  it('knows nothing of a pool, a node or an extension that is not there', async () => {
    const nodeId = await createPool();
    expect(await batch.getDeclaredExtensions({ ...POOL, poolId: 'other' })).toBeUndefined();
    expect(await batch.listExtensions({ ...POOL, nodeId: 'other' })).toBeUndefined();
    expect(await batch.getExtension({ ...POOL, nodeId }, 'other')).toBeUndefined();
  });
});
