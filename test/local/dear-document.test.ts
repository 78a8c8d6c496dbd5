import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StorageProxy, startStorageProxy } from '../../src/local/storage/storage-proxy.ts';
import { StormApp } from '../storm/processes/storm-app.ts';
import { settingsOf } from '../storm/storm-system.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';
import { TestStorage } from '../support/local-storage.ts';

let account: EmulatedAccount;
let storage: TestStorage;
let proxy: StorageProxy;
let app: StormApp;

beforeAll(async () => {
  account = await EmulatedAccount.start();
  storage = await TestStorage.start();
  proxy = await startStorageProxy(storage.connectionString);
  const clock = `${account.url}/_emulator/clock`;
  app = new StormApp({
    settings: settingsOf(account, { storage: proxy.connectionString, batch: account.url, clock }),
    messageFaults: undefined,
    now: () => account.emulator.clock.now().toString(),
  });
  for (const pool of ['dear', 'other']) await account.createIdlePool(pool, { dedicated: 1 });
});
afterAll(async () => {
  await app.close();
  await proxy.close();
  await storage.close();
  await account.close();
});

/** A window every three minutes: as much to lay out as a schedule may ask for. */
const windows = Array.from({ length: 5 }, (_, index) => ({
  ...{ name: `w${index}`, cron: `${index * 3}-59/15 * * * *`, duration: 'PT1M', capacity: { max: 0 } },
}));
const schedule = (id: string, more: object) => ({
  id,
  timeZone: 'Etc/UTC',
  windows: [],
  outside: { min: 0, max: 0 },
  ...more,
});
const policy = (id: string) => ({ id, pools: [id], mode: 'enforce', schedules: [id], canary: { share: '100%' } });

async function put(path: string, body: object, condition = 'if-none-match'): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-functions-key': 'storm', [condition]: '*' };
  const response = await fetch(`${app.url}/api/${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  expect([path, response.ok]).toEqual([path, true]);
}

async function pass(minutes: number): Promise<void> {
  await account.advance(`PT${minutes}M`);
  await app.settle();
}

/** How many attempts there were that have not come to their end, by the marks that they have left. */
async function unfinished(): Promise<number> {
  let count = 0;
  const queryOptions = { filter: "PartitionKey eq 'attempt'" };
  for await (const { text0 } of storage.table('Claims').listEntities<{ text0: string }>({ queryOptions }))
    count += (JSON.parse(text0) as readonly string[]).length;
  return count;
}

/** The app dies once it has said that it begins with the dear document, and before it could say that it has ended. */
async function dieInTheMiddle(): Promise<void> {
  proxy.onPassing = ({ method, path }) =>
    method === 'DELETE' && path.includes("'attempt'") ? new Promise(() => undefined) : undefined;
  const before = await unfinished();
  const passing = pass(10);
  while ((await unfinished()) === before);
  app.kill();
  await passing;
  proxy.onPassing = () => undefined;
  await app.start();
}

const statesOf = async (pool: string) => (await account.states(pool)).join();

it('a document in the middle of which the app died twice is set aside alone, until it changes', async () => {
  await app.start();
  await put('schedules/other', schedule('other', { outside: { min: 1 } }));
  await put('policies/other', policy('other'));
  await pass(1);
  await put('schedules/dear', schedule('dear', { windows }));
  await put('policies/dear', policy('dear'));
  await dieInTheMiddle();
  await dieInTheMiddle();
  expect(await unfinished()).toBe(2);

  await put('schedules/other', schedule('other', {}), 'if-match');
  await pass(10);
  await pass(2);
  expect([await statesOf('dear'), await statesOf('other')]).toEqual(['idle', 'deallocated']);
  const explained = await fetch(`${app.url}/api/accounts/demo/pools/dear`, { headers: { 'x-functions-key': 'storm' } });
  expect(await explained.text()).toContain('did not come to its end 2 times');

  await put('policies/dear', { ...policy('dear'), description: 'changed' }, 'if-match');
  await pass(2);
  await pass(2);
  expect(await statesOf('dear')).toBe('deallocated');
});
