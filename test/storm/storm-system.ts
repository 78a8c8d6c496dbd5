import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TableClient } from '@azure/data-tables';
import { Temporal } from 'temporal-polyfill';
import { type Chance, chanceFrom } from '../../src/emulator/world/chance.ts';
import { VirtualClock } from '../../src/emulator/world/virtual-clock.ts';
import type { MessageFaults } from '../../src/local/runner/message-faults.ts';
import { STORAGE_SERVICES } from '../../src/local/storage/storage-fault.ts';
import { Gateway } from '../app/support/gateway.ts';
import { NOON } from '../support/builders.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';
import { aSecret } from '../support/signed-webhook.ts';
import { StormReceiver } from './perform/storm-receiver.ts';
import type { FromEmulator, ToEmulator } from './processes/emulator-child.ts';
import { Servant } from './processes/servant.ts';
import type { FromStorage, ToStorage } from './processes/storage-child.ts';
import { frontsOf, type StorageFront } from './processes/storage-front.ts';
import { StormApp } from './processes/storm-app.ts';

/** An app with the ways by which it reaches its storage and its account. */
export interface Station {
  readonly app: StormApp;
  readonly storage: StorageFront;
  readonly batch: Gateway;
}

/** Two apps whose clocks are minutes apart, one account, one storage, everything between them, and each in a process of its own. */
export interface StormSystem {
  readonly account: EmulatedAccount;
  readonly stations: readonly Station[];
  /** Leads past every fault. */
  readonly storage: string;
  /** A table of the storage, past every fault. */
  table(name: string): TableClient;
  readonly servants: Readonly<
    Record<'emulator' | 'storage', Pick<Servant<object, object>, 'crash' | 'stall' | 'ready' | 'deaths'>>
  >;
  readonly receivers: Readonly<Record<'well' | 'ill', StormReceiver>>;
  /** A folder that the apps read documents and calendars from. */
  readonly documents: string;
  readonly now: () => Temporal.Instant;
  /** Does something again whose emulator, or storage, has died under it. */
  patiently<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Minutes pass in the account, and by all clocks. */
  advance(minutes: number): Promise<void>;
  close(): Promise<void>;
}

/** How often the storm asks for something, and how much longer it waits each time after the second, in real milliseconds. */
const PATIENCE = { tries: 6, pauseMs: 200 };

/** How far the clock of each app is ahead of the account's, in seconds. */
const AHEAD = [0, 130];

export async function startSystem(seed: number): Promise<StormSystem> {
  const chance = chanceFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'lamplighter-storm-'));
  const documents = join(folder, 'documents');
  mkdirSync(documents, { recursive: true });
  const clock = new VirtualClock({ start: NOON, speed: 0, wall: () => 0 });
  const emulator = await startEmulator(join(folder, 'emulator.jsonl'), seed);
  const storage = await startStorage(join(folder, 'storage'));
  const account = await EmulatedAccount.on({
    ...emulator.said,
    accounts: [emulator.said.account],
    clock,
    close: () => emulator.servant.close(),
  });
  const clocks = await startClocks(() => clock.now());
  const patiently = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (let tries = 1; ; tries += 1)
      try {
        return await work();
      } catch (error) {
        if (tries === PATIENCE.tries) throw error;
        await Promise.all([emulator.servant.ready(), storage.servant.ready()]);
        await pause(PATIENCE.pauseMs * (tries - 1));
      }
  };
  const receivers = { well: await StormReceiver.start(aSecret()), ill: await StormReceiver.start(aSecret()) };
  const stations: Station[] = [];
  const fronts = frontsOf(storage.servant, storage.said);
  for (const [index, ahead] of AHEAD.entries()) {
    const front = fronts[index];
    if (front === undefined) throw new Error('The storage has a front for each app.');
    const batch = await Gateway.to(account.url);
    const app = new StormApp({
      settings: {
        ...settingsOf(account, { storage: front.connectionString, batch: batch.url, clock: clocks.url(ahead) }),
        LAMPLIGHTER_DOCUMENTS: documents,
        LAMPLIGHTER_OUTBOUND_HOSTS: Object.values(receivers)
          .map(({ host }) => host)
          .join(','),
        WEBHOOK_SECRETS: JSON.stringify({ generic: [aSecret()] }),
      },
      messageFaults: faultsFrom(chance),
      now: () => clock.now().add({ seconds: ahead }).toString(),
    });
    await app.start();
    stations.push({ app, storage: front, batch });
  }
  return {
    account,
    stations,
    receivers,
    documents,
    storage: storage.said.connectionString,
    table: (name) =>
      TableClient.fromConnectionString(storage.said.connectionString, name, { allowInsecureConnection: true }),
    servants: { emulator: emulator.servant, storage: storage.servant },
    now: () => clock.now(),
    advance: async (minutes) => {
      const target = clock.now().add({ minutes });
      // An emulator that dies under the request may have heard of it, or not.
      await patiently(async () => {
        const { now } = await account.control<{ now: string }>('GET', 'clock');
        const left = Temporal.Instant.from(now).until(target);
        if (left.sign > 0) await account.advance(left.toString());
      });
      clock.jumpTo(target);
    },
    patiently,
    close: async () => {
      for (const { app, batch } of stations) {
        await app.close();
        await batch.close().catch(() => undefined);
      }
      await clocks.close();
      for (const receiver of Object.values(receivers)) await receiver.close();
      await storage.servant.close();
      await account.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const fileOf = (name: string) => fileURLToPath(new URL(`./processes/${name}`, import.meta.url));

function startEmulator(file: string, seed: number) {
  const told: ToEmulator = { port: 0, file, start: NOON.toString(), seed };
  return Servant.start<ToEmulator, FromEmulator>(fileOf('emulator-child.ts'), told, ({ url }) => ({
    ...told,
    port: Number(new URL(url).port),
  }));
}

const ANY_PORTS = { blob: 0, queue: 0, table: 0 };

function startStorage(folder: string) {
  const told: ToStorage = { folder, ports: ANY_PORTS, fronts: AHEAD.map(() => ANY_PORTS) };
  return Servant.start<ToStorage, FromStorage>(fileOf('storage-child.ts'), told, ({ connectionString, fronts }) => ({
    folder,
    ports: portsOf(connectionString),
    fronts: fronts.map(portsOf),
  }));
}

function portsOf(connectionString: string): ToStorage['ports'] {
  const ports = STORAGE_SERVICES.map((service) => {
    const [, port] = new RegExp(`${service}Endpoint=http://[^:]+:(\\d+)`, 'i').exec(connectionString) ?? [];
    return [service, Number(port)] as const;
  });
  return Object.fromEntries(ports) as ToStorage['ports'];
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
async function startClocks(now: () => Temporal.Instant) {
  const server = createServer((request, response) => {
    const seconds = Number(request.url?.slice(1));
    response.end(JSON.stringify({ now: now().add({ seconds }).toString() }));
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
