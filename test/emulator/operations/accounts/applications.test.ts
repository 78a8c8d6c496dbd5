import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;
beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

describe('applications', () => {
  it('are those that pools name, on both planes', async () => {
    const id = `${account.resourceId}/applications/Blender`;
    await account.createPool('old', { dedicated: 0, properties: { applicationPackages: [{ id, version: '3.6' }] } });
    await account.createPool('new', { dedicated: 0, properties: { applicationPackages: [{ id, version: '4.2' }] } });
    const blender = { id: 'Blender', displayName: 'Blender', versions: ['3.6', '4.2'] };
    expect(await account.call('GET', '/applications')).toMatchObject({ status: 200, body: { value: [blender] } });
    expect(await account.call('GET', '/applications/blender')).toMatchObject({ status: 200, body: blender });
    expect(await account.call('GET', `${account.resourceId}/applications`)).toMatchObject({
      body: { value: [{ id, name: 'Blender', type: 'Microsoft.Batch/batchAccounts/applications' }] },
    });
    expect(await account.call('GET', `${account.resourceId}/applications/blender`)).toMatchObject({ body: { id } });
  });

  it('are missing where their id says so', async () => {
    for (const path of ['', account.resourceId]) {
      expect((await account.call('GET', `${path}/applications/does-not-exist`)).status).toBe(404);
    }
  });
});
