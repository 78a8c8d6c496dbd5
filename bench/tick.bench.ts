import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Temporal } from 'temporal-polyfill';
import { createArmClient } from '../src/adapters/batch/arm-client.ts';
import { createBatchClient } from '../src/adapters/batch/batch-client.ts';
import { evaluatePool } from '../src/app/evaluation/evaluate-pool.ts';
import { evaluatePools } from '../src/app/evaluation/evaluate-pools.ts';
import type { Ports } from '../src/app/ports.ts';
import { compose } from '../src/composition.ts';
import { readConfig } from '../src/config/config.ts';
import type { EvaluationRequest } from '../src/ports/evaluation-queue.ts';
import { IMAGE } from '../test/support/emulated-account.ts';
import { TestStorage } from '../test/support/local-storage.ts';
import { type Benchmark, resultOf } from './benchmark.ts';
import { race } from './measure.ts';

const POOLS = Number(process.env['BENCH_POOLS'] ?? 1000);
const NODES = 100;

interface Emulator {
  readonly emulator: string;
  readonly accountKey: string;
  readonly end: () => void;
}

/** An emulator in a process of its own, so that its work is not counted as ours. */
async function startEmulator(): Promise<Emulator> {
  // It runs with the real time, as the app does; an hour behind at first, so that nodes have been idle for a while.
  const start = Temporal.Now.instant().subtract({ hours: 1 }).toString();
  const arguments_ = ['src/emulator/main.ts', '--port', '0', '--speed', '1', '--start', start, '--json'];
  const child = spawn(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    return { ...(JSON.parse(line) as Emulator), end: () => child.kill() };
  }
  throw new Error('The emulator did not start.');
}

async function createPools({ emulator, accountKey }: Emulator): Promise<void> {
  const resourceId =
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/demo/providers/Microsoft.Batch/batchAccounts/demo';
  const credential = { account: 'demo', key: accountKey };
  const arm = createArmClient({ resourceId, armEndpoint: emulator, apiVersion: '2024-07-01', credential });
  for (let index = 0; index < POOLS; index += 1) {
    const properties = {
      vmSize: 'STANDARD_D2S_V3',
      deploymentConfiguration: { virtualMachineConfiguration: IMAGE },
      scaleSettings: { fixedScale: { targetDedicatedNodes: NODES, targetLowPriorityNodes: 0 } },
    };
    await arm.createPool(`pool-${index}`, { body: { properties }, correlation: crypto.randomUUID() });
  }
}

async function advance(emulator: string, duration: string): Promise<void> {
  await fetch(`${emulator}/_emulator/clock`, { method: 'POST', body: JSON.stringify({ advance: duration }) });
}

const POLICY = {
  id: 'all',
  pools: ['*'],
  mode: 'enforce',
  schedules: [],
  idle: { timeout: 'P7D', keep: 0 },
};

export const tick: Benchmark = {
  name: 'tick',
  run: async () => {
    const emulator = await startEmulator();
    const storage = await TestStorage.start();
    try {
      await createPools(emulator);
      await advance(emulator.emulator, 'PT1H');
      const ports = composePorts(emulator, storage.connectionString);
      await ports.documents.put(
        { kind: 'policies', id: 'all', text: JSON.stringify(POLICY), actor: 'bench' },
        'absent',
      );
      return [await allPools(ports, emulator), await quietTick(ports, emulator)];
    } finally {
      emulator.end();
      await storage.close();
    }
  },
};

function composePorts({ emulator, accountKey }: Emulator, connectionString: string): Ports {
  return compose(
    readConfig({
      AzureWebJobsStorage: connectionString,
      BATCH_ACCOUNTS: JSON.stringify([{ name: 'demo', endpoint: emulator }]),
      BATCH_ACCOUNT_KEYS: JSON.stringify({ demo: accountKey }),
    }),
  );
}

/** Every pool is due: look at every node, decide, remember. */
async function allPools(ports: Ports, emulator: Emulator) {
  const client = clientOf(emulator);
  const timings = await race(
    [
      {
        name: 'a tick and an evaluation of every pool',
        run: async () => {
          const requests: EvaluationRequest[] = [];
          await dirty(ports);
          await evaluatePools({
            ...ports,
            evaluations: { ...ports.evaluations, send: async (request) => void requests.push(request) },
          });
          await inParallel(requests, (request) => evaluatePool(ports, request));
          if (requests.length !== POOLS) throw new Error(`${requests.length} of ${POOLS} pools were due`);
          return POOLS * NODES;
        },
      },
      {
        name: 'a bare client that fetches the same pages',
        run: async () => {
          await fetchAll(client, '/pools');
          await fetchAll(client, '/nodecounts');
          await inParallel(
            Array.from({ length: POOLS }, (_, index) => index),
            (index) => fetchAll(client, `/pools/pool-${index}/nodes`),
          );
          return POOLS * NODES;
        },
      },
    ],
    3,
  );
  return resultOf({ benchmark: 'tick: every pool due', unit: 'nodes', goal: 'wall ≤ 1.5 × the bare client' }, timings);
}

/** Nothing is to decide: account-wide counts only. */
async function quietTick(ports: Ports, emulator: Emulator) {
  const client = clientOf(emulator);
  await evaluateAll(ports);
  const timings = await race(
    [
      {
        name: 'a tick with nothing to decide',
        run: async () => {
          const { due } = await evaluatePools(ports);
          if (due > 0) throw new Error(`${due} pools were due`);
          return POOLS;
        },
      },
      {
        name: 'a bare client that fetches the same pages',
        run: async () => {
          await Promise.all([fetchAll(client, '/pools'), fetchAll(client, '/nodecounts')]);
          return POOLS;
        },
      },
    ],
    5,
  );
  return resultOf(
    { benchmark: 'tick: nothing to decide', unit: 'pools', goal: 'no call for a pool of its own' },
    timings,
  );
}

async function evaluateAll(ports: Ports): Promise<void> {
  const requests: EvaluationRequest[] = [];
  await evaluatePools({
    ...ports,
    evaluations: { ...ports.evaluations, send: async (request) => void requests.push(request) },
  });
  await inParallel(requests, (request) => evaluatePool(ports, request));
}

/** A change of the policy makes every pool due. */
async function dirty(ports: Ports): Promise<void> {
  const description = crypto.randomUUID();
  await ports.documents.put(
    { kind: 'policies', id: 'all', text: JSON.stringify({ ...POLICY, description }), actor: 'bench' },
    'any',
  );
}

function clientOf({ emulator, accountKey }: Emulator) {
  return createBatchClient({
    account: 'demo',
    endpoint: emulator,
    apiVersion: '2024-07-01.20.0',
    credential: { key: accountKey },
  });
}

async function fetchAll(client: ReturnType<typeof createBatchClient>, path: string): Promise<void> {
  let next: string | undefined = path;
  while (next !== undefined) {
    const { body } = await client.pathUnchecked(next).get();
    next = (body as { 'odata.nextLink'?: string })['odata.nextLink'];
  }
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const iterator = items.values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const item of iterator) await work(item);
    }),
  );
}
