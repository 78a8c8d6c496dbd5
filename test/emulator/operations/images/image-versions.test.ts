import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArmImageVersion } from '../../../../src/wire/arm-image.ts';
import { EmulatedAccount, IMAGE } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

const { publisher, offer, sku } = IMAGE.imageReference;

async function versions(
  path = `${publisher}/artifacttypes/vmimage/offers/${offer}/skus/${sku}`,
): Promise<readonly string[]> {
  const subscription = `/subscriptions/${account.emulator.account.subscriptionId}`;
  const { body } = await account.call<ArmImageVersion[]>(
    'GET',
    `${subscription}/providers/Microsoft.Compute/locations/westeurope/publishers/${path}/versions`,
  );
  return body.map(({ name }) => name);
}

const publish = (version: string) => account.control('POST', 'images', { publisher, offer, sku, version });
const runs = async (pool: string) =>
  (await account.nodes(pool)).map(({ virtualMachineInfo }) => virtualMachineInfo?.imageReference['exactVersion']);

it('are those that were published, whatever the nodes of a pool run', async () => {
  await account.createIdlePool('render');
  expect(await versions()).toEqual(['1.0.0']);
  await publish('1.10.0');
  await publish('1.9.0');
  expect(await versions()).toEqual(['1.0.0', '1.9.0', '1.10.0']);
  expect(await runs('render')).toEqual(['1.0.0']);
});

it('give a new pool the newest of them, not the one that was published last', async () => {
  await publish('1.10.0');
  await publish('1.9.0');
  await account.createIdlePool('render');
  expect(await runs('render')).toEqual(['1.10.0']);
});

it('of an image that nobody has named are one, as every image is there', async () => {
  expect(await versions('somebody/artifacttypes/vmimage/offers/something/skus/else')).toEqual(['1.0.0']);
});
