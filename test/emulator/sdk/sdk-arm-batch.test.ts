import { BatchManagementClient, type Pool } from '@azure/arm-batch';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/start-emulator.ts';
import { NOON } from '../../support/builders.ts';
import { IMAGE } from '../../support/emulated-account.ts';
import { type SelfSigned, selfSigned, tokenFor } from '../../support/self-signed.ts';

/** npm @azure/arm-batch 9.1.0 as it is: api-version 2023-11-01, over https, with a token. */
let tls: SelfSigned;
let emulator: Emulator;
let client: BatchManagementClient;
let group: string;
let name: string;

beforeAll(async () => {
  tls = selfSigned();
  emulator = await startEmulator({ port: 0, speed: 0, start: NOON, tls });
  ({ resourceGroup: group, name } = emulator.account);
  const credential = {
    getToken: async () => ({
      token: tokenFor('https://management.azure.com/'),
      expiresOnTimestamp: Date.now() + 3_600_000,
    }),
  };
  client = new BatchManagementClient(credential, emulator.account.subscriptionId, {
    endpoint: emulator.url,
    credentialScopes: 'https://management.azure.com/.default',
    tlsOptions: { ca: tls.text },
    retryOptions: { maxRetries: 0 },
  });
});
afterAll(async () => {
  await emulator.close();
  tls.remove();
});

let pools = 0;
let pool: string;
beforeEach(() => {
  pools += 1;
  pool = `pool-${pools}`;
});

const FIXED: Pool = {
  vmSize: 'STANDARD_D2S_V3',
  deploymentConfiguration: { virtualMachineConfiguration: IMAGE },
  scaleSettings: { fixedScale: { targetDedicatedNodes: 2, nodeDeallocationOption: 'TaskCompletion' } },
};
const AUTOMATIC: Pool = { ...FIXED, scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=1' } } };

function create(settings: Pool = FIXED): Promise<Pool> {
  return client.poolOperations.create(group, name, pool, settings);
}

function advance(duration: string): void {
  emulator.clock.advance(Temporal.Duration.from(duration));
}

describe('@azure/arm-batch', () => {
  it('reads what a location has, and the applications of an account', async () => {
    expect(await client.location.getQuotas('westeurope')).toEqual({ accountQuota: 1 });
    const names: unknown[] = [];
    const filter = "startswith(familyName, 'standardDS')";
    for await (const { name: size, capabilities } of client.location.listSupportedVirtualMachineSkus('westeurope', {
      filter,
    }))
      names.push([size, capabilities?.[0]?.value]);
    expect(names).toEqual([
      ['Standard_D2s_v3', '2'],
      ['Standard_D4s_v3', '4'],
      ['Standard_D8s_v3', '8'],
    ]);
    expect((await client.applicationOperations.get(group, name, 'blender')).name).toBe('blender');
    for await (const application of client.applicationOperations.list(group, name)) expect(application).toBe('missing');
  });

  it('gets the account', async () => {
    expect(await client.batchAccountOperations.get(group, name)).toMatchObject({
      name,
      location: 'westeurope',
      provisioningState: 'Succeeded',
      accountEndpoint: new URL(emulator.url).host,
    });
  });

  it('lists the accounts of the subscription and of the group', async () => {
    expect(await namesOf(client.batchAccountOperations.list())).toEqual([name]);
    expect(await namesOf(client.batchAccountOperations.listByResourceGroup(group))).toEqual([name]);
  });

  it('creates a pool, that resizes at first', async () => {
    expect(await create()).toMatchObject({
      name: pool,
      type: 'Microsoft.Batch/batchAccounts/pools',
      provisioningState: 'Succeeded',
      allocationState: 'Resizing',
    });
  });

  it('gets a pool', async () => {
    await create();
    advance('PT30M');
    expect(await client.poolOperations.get(group, name, pool)).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 2,
      deploymentConfiguration: { virtualMachineConfiguration: { nodeAgentSkuId: IMAGE.nodeAgentSkuId } },
    });
  });

  it('lists pools page by page', async () => {
    await create();
    const all = await namesOf(client.poolOperations.listByBatchAccount(group, name));
    const paged = await namesOf(client.poolOperations.listByBatchAccount(group, name, { maxresults: 1 }));
    expect(all).toContain(pool);
    expect(paged).toEqual(all);
  });

  it('says with its own error what is not there', async () => {
    await expect(client.poolOperations.get(group, name, 'none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'PoolNotFound',
    });
  });

  it('updates a pool', async () => {
    await create();
    advance('PT30M');
    const metadata = [{ name: 'owner', value: 'somebody' }];
    expect(await client.poolOperations.update(group, name, pool, { metadata })).toMatchObject({ name: pool, metadata });
    expect(await client.poolOperations.get(group, name, pool)).toMatchObject({ metadata, currentDedicatedNodes: 2 });
  });

  it('resizes a pool by an update', async () => {
    await create();
    advance('PT30M');
    await client.poolOperations.update(group, name, pool, {
      scaleSettings: { fixedScale: { targetDedicatedNodes: 3 } },
    });
    advance('PT30M');
    expect(await client.poolOperations.get(group, name, pool)).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 3,
    });
  });

  it('stops the resizing of a pool', async () => {
    await create();
    const stopped = await client.poolOperations.stopResize(group, name, pool);
    expect(stopped.allocationState).toMatch(/^(Stopping|Steady)$/);
    advance('PT30M');
    expect(await client.poolOperations.get(group, name, pool)).toMatchObject({ allocationState: 'Steady' });
  });

  it('turns autoscale off', async () => {
    await create(AUTOMATIC);
    advance('PT30M');
    const { scaleSettings } = await client.poolOperations.disableAutoScale(group, name, pool);
    expect(scaleSettings?.autoScale).toBeUndefined();
    expect(scaleSettings?.fixedScale).toBeDefined();
  });

  it('deletes a pool and follows it until it is gone', async () => {
    await create();
    advance('PT30M');
    const deletion = await client.poolOperations.beginDelete(group, name, pool);
    await deletion.poll();
    expect(deletion.isDone()).toBe(false);
    advance('PT30M');
    await deletion.poll();
    expect(deletion.isDone()).toBe(true);
    expect(await namesOf(client.poolOperations.listByBatchAccount(group, name))).not.toContain(pool);
  });
});

async function namesOf(things: AsyncIterable<{ readonly name?: string }>): Promise<readonly (string | undefined)[]> {
  const names: (string | undefined)[] = [];
  for await (const thing of things) names.push(thing.name);
  return names;
}
