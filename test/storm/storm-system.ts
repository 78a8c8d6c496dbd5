import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Temporal } from 'temporal-polyfill';
import { type Chance, chanceFrom } from '../../src/emulator/world/chance.ts';
import type { MessageFaults } from '../../src/local/runner/message-faults.ts';
import { startStorage } from '../../src/local/storage/start-storage.ts';
import { type StorageProxy, startStorageProxy } from '../../src/local/storage/storage-proxy.ts';
import { Gateway } from '../app/support/gateway.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';
import { StormApp } from './storm-app.ts';

/** An app with the ways by which it reaches its storage and its account. */
export interface Station {
  readonly app: StormApp;
  readonly storage: StorageProxy;
  readonly batch: Gateway;
}

/** Two apps whose clocks are minutes apart, one account, one storage, and everything between them. */
export interface StormSystem {
  readonly account: EmulatedAccount;
  readonly stations: readonly Station[];
  /** Leads past every fault. */
  readonly storage: string;
  close(): Promise<void>;
}

/** How far the clock of each app is ahead of the account's, in seconds. */
const AHEAD = [0, 100];

export async function startSystem(seed: number): Promise<StormSystem> {
  const chance = chanceFrom(seed);
  const account = await EmulatedAccount.start();
  const storage = await startStorage();
  const clocks = await startClocks(account);
  const stations: Station[] = [];
  for (const ahead of AHEAD) {
    const proxy = await startStorageProxy(storage.connectionString);
    const batch = await Gateway.to(account.url);
    const app = new StormApp({
      settings: settingsOf(account, { storage: proxy.connectionString, batch: batch.url, clock: clocks.url(ahead) }),
      messageFaults: faultsFrom(chance),
      now: () => account.emulator.clock.now().add({ seconds: ahead }).toString(),
    });
    await app.start();
    stations.push({ app, storage: proxy, batch });
  }
  return {
    account,
    stations,
    storage: storage.connectionString,
    close: async () => {
      for (const { app, storage: proxy, batch } of stations) {
        await app.close();
        await proxy.close();
        await batch.close().catch(() => undefined);
      }
      await clocks.close();
      await storage.close();
      await account.close();
    },
  };
}

function faultsFrom(chance: Chance): MessageFaults {
  return { double: 0.08, late: 0.04, poison: 0.02, reorder: 0.5, seed: chance.integer(1, 1_000_000) };
}

export interface Addresses {
  readonly storage: string;
  readonly batch: string;
  readonly clock: string;
}

/** The settings of an app that reaches its storage, its account and its clocks at some addresses. */
export function settingsOf(
  account: EmulatedAccount,
  { storage, batch, clock }: Addresses,
): Readonly<Record<string, string>> {
  const { name, key } = account.emulator.account;
  return {
    AzureWebJobsStorage: storage,
    FUNCTIONS_WORKER_RUNTIME: 'node',
    BATCH_ACCOUNTS: JSON.stringify([{ name, endpoint: batch, resourceId: account.resourceId }]),
    ARM_ENDPOINT: batch,
    BATCH_ACCOUNT_KEYS: JSON.stringify({ [name]: key }),
    LAMPLIGHTER_CLOCK: clock,
    LAMPLIGHTER_WALL_CLOCK: clock,
  };
}

/** Clocks that are ahead of the account's by so many seconds, each at an address of its own. */
async function startClocks(account: EmulatedAccount) {
  const server = createServer((request, response) => {
    const seconds = Number(request.url?.slice(1));
    response.end(JSON.stringify({ now: account.emulator.clock.now().add({ seconds }).toString() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: (seconds: number) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${seconds}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An instant as the journal writes it. */
export function instantOf(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}
