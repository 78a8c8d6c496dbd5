import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { createBatchClient } from '../adapters/batch/client/batch-client.ts';
import { createArmClient } from '../adapters/batch/management/arm-client.ts';
import { type Emulator, startEmulator } from '../emulator/start-emulator.ts';
import { lockData } from './data-lock.ts';
import { generateDemand } from './demo/demand/generate-demand.ts';
import { replayTrace } from './demo/demand/replay-trace.ts';
import { readTrace } from './demo/demand/trace-file.ts';
import { type DemandFeeder, demandFeeder } from './demo/demand-feeder.ts';
import { type DemoPool, demoPools } from './demo/demo-pools.ts';
import { endHolds } from './end-holds.ts';
import { keptKey } from './kept-key.ts';
import type { FunctionLog } from './runner/function-app.ts';
import { Loops } from './runner/loops.ts';
import type { MessageFaults } from './runner/message-faults.ts';
import { type Runner, startRunner } from './runner/start-runner.ts';
import { type LocalStorage, startStorage } from './storage/start-storage.ts';
import { startStorageProxy } from './storage/storage-proxy.ts';

/** How the whole system runs on this machine. Port 0 means any free one. */
export interface LocalOptions {
  /** Virtual seconds per second; 0 is a clock that only `advance` moves. */
  readonly speed: number;
  readonly ports: {
    readonly app: number;
    readonly emulator: number;
    readonly blob: number;
    readonly queue: number;
    readonly table: number;
  };
  /** The folder in which everything is stored, and from which it continues; in memory by default. */
  readonly data?: string | undefined;
  /** A recorded log whose demand is replayed instead of the generated one. */
  readonly trace?: string | undefined;
  /** Faults of the queues; by default there are none. */
  readonly messageFaults?: MessageFaults | undefined;
  /** Puts a proxy that injects faults before the storage; requests to `/_storage/faults` of each service set the faults. */
  readonly storageFaults?: boolean | undefined;
  readonly log: FunctionLog;
}

/** The running system. */
export interface Local {
  readonly app: string;
  readonly functionKey: string;
  readonly emulator: string;
  readonly account: string;
  readonly accountKey: string;
  /** Connection string. */
  readonly storage: string;
  now(): Temporal.Instant;
  /** Moves a stopped clock, minute by minute: demand arrives, timers fire, queues are processed. */
  advance(duration: Temporal.Duration): Promise<void>;
  close(): Promise<void>;
}

/** A Monday morning: the first nodes are started within two hours. */
const BEGINNING = Temporal.Instant.from('2026-03-02T06:00:00Z');

/** The project folder: package.json with the built app, and host.json. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const API_VERSION = '2024-07-01.20.0';

/**
 * Starts the emulator, Azurite, the built app in a runner and the demand of the demonstration, all on one virtual clock.
 * @throws Error if a port is taken, another process uses the data, or a file cannot be read
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const { speed, ports, data } = options;
  const unlock = data === undefined ? () => undefined : lockData(data);
  const emulator = await startEmulator({
    port: ports.emulator,
    // The clock is stopped until everything is running.
    speed: 0,
    start: BEGINNING,
    ...(data !== undefined && { file: join(data, 'batch.jsonl') }),
  });
  const storage = await storageOf(options);
  if (data !== undefined) await endHolds(storage.connectionString, emulator.account.name);
  const pools = demoPools();
  await createPools(emulator, pools);
  const feeder = feederOf(emulator, pools, options);
  const runner = await startRunner({
    root: ROOT,
    settings: settingsOf(emulator, storage),
    clock: {
      now: () => emulator.clock.now(),
      get speed() {
        return emulator.clock.speed;
      },
    },
    port: ports.app,
    ...(data !== undefined && { functionKey: keptKey(data) }),
    messageFaults: options.messageFaults,
    log: options.log,
  });
  // The app reads its settings at its first invocation, and the port is known only now.
  process.env['LAMPLIGHTER_URL'] = runner.url;
  const loops = new Loops((error) => options.log('error', `The demand could not be fed: ${error}`, 'demand'));
  emulator.clock.setSpeed(speed);
  if (speed > 0) run({ runner, feeder, emulator, loops });
  return local({ emulator, storage, runner, feeder, loops, unlock });
}

/** If there is a proxy, the storage's ports are those of the proxy. */
async function storageOf({ ports, data, storageFaults, log }: LocalOptions): Promise<LocalStorage> {
  const onError = ({ message }: Error) =>
    log('error', `${message}; what changes is kept in memory, and written when that is possible again`, 'storage');
  const folder = data === undefined ? {} : { folder: join(data, 'storage'), onError };
  if (storageFaults !== true) return startStorage({ ports, ...folder });
  const storage = await startStorage(folder);
  const proxy = await startStorageProxy(storage.connectionString, { ports, handlers: storage.handlers });
  return {
    ...storage,
    connectionString: proxy.connectionString,
    close: async () => {
      await proxy.close();
      await storage.close();
    },
  };
}

interface Parts {
  readonly emulator: Emulator;
  readonly storage: LocalStorage;
  readonly runner: Runner;
  readonly feeder: DemandFeeder;
  readonly loops: Loops;
  /** Releases the data folder. */
  readonly unlock: () => void;
}

/** How often new demand is added, in milliseconds. */
const FEED_MS = 200;

function run({ runner, feeder, emulator, loops }: Omit<Parts, 'storage' | 'unlock'>): void {
  loops.start(async () => {
    await feeder.feedUntil(emulator.clock.now());
    return FEED_MS;
  });
  runner.run();
}

function local({ emulator, storage, runner, feeder, loops, unlock }: Parts): Local {
  return {
    app: runner.url,
    functionKey: runner.functionKey,
    emulator: emulator.url,
    account: emulator.account.name,
    accountKey: emulator.account.key,
    storage: storage.connectionString,
    now: () => emulator.clock.now(),
    advance: async (duration) => {
      const end = emulator.clock.now().add(duration);
      while (Temporal.Instant.compare(emulator.clock.now(), end) < 0) {
        emulator.clock.advance(Temporal.Duration.from({ minutes: 1 }));
        await feeder.feedUntil(emulator.clock.now());
        await runner.settle();
      }
    },
    close: async () => {
      await loops.stop();
      await runner.close();
      await storage.close();
      await emulator.close();
      unlock();
    },
  };
}

/** The app settings of the local run. */
function settingsOf({ url, account }: Emulator, { connectionString }: LocalStorage): Readonly<Record<string, string>> {
  return {
    AzureWebJobsStorage: connectionString,
    FUNCTIONS_WORKER_RUNTIME: 'node',
    LAMPLIGHTER_HTTP_STREAM: 'on',
    BATCH_ACCOUNTS: JSON.stringify([{ name: account.name, endpoint: url, resourceId: resourceIdOf(account) }]),
    ARM_ENDPOINT: url,
    BATCH_ACCOUNT_KEYS: JSON.stringify({ [account.name]: account.key }),
    BATCH_API_VERSION: API_VERSION,
    LAMPLIGHTER_CLOCK: `${url}/_emulator/clock`,
    LAMPLIGHTER_DOCUMENTS: join(dirname(fileURLToPath(import.meta.url)), 'demo', 'documents'),
  };
}

function resourceIdOf({ subscriptionId, resourceGroup, name }: Emulator['account']): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Batch/batchAccounts/${name}`;
}

/** Pools of an earlier run are left as they are. */
async function createPools({ url, account }: Emulator, pools: readonly DemoPool[]): Promise<void> {
  const { name, key } = account;
  const arm = createArmClient({
    resourceId: resourceIdOf(account),
    armEndpoint: url,
    apiVersion: '2024-07-01',
    credential: { account: name, key },
  });
  for (const { id, body } of pools) {
    const creation = await arm.createPool(id, { body, correlation: crypto.randomUUID() });
    if (creation.kind !== 'created' && creation.kind !== 'exists') throw new Error(`${id}: ${creation.reason}`);
  }
}

function feederOf(emulator: Emulator, pools: readonly DemoPool[], { trace }: LocalOptions): DemandFeeder {
  const { name, key } = emulator.account;
  const client = createBatchClient({
    account: name,
    endpoint: emulator.url,
    apiVersion: API_VERSION,
    credential: { key },
  });
  const recorded = trace === undefined ? undefined : readTrace(trace);
  const from = emulator.clock.now();
  const demands = pools.map((pool, seed) => ({
    pool: pool.id,
    arrivals:
      recorded === undefined
        ? generateDemand(pool.figures, { ...pool, from }, seed)
        : replayTrace(recorded, { ...pool, from }),
  }));
  return demandFeeder(client, demands);
}
