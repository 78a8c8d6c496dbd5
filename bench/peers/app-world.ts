import pLimit from 'p-limit';
import { evaluatePool } from '../../src/app/evaluation/evaluate-pool.ts';
import { evaluatePools } from '../../src/app/evaluation/evaluate-pools.ts';
import type { Ports } from '../../src/app/ports.ts';
import { compose } from '../../src/composition.ts';
import { readConfig } from '../../src/config/config.ts';
import type { EvaluationRequest } from '../../src/ports/evaluation-queue.ts';
import { type Contestant, race, type Timing } from '../measure.ts';
import { AT_ONCE, BareClient } from './bare-client.ts';
import { type Services, startServices, type WorldSize } from './services.ts';

/** The app over emulated accounts, and somebody who only fetches the same. */
export interface AppWorld {
  readonly size: WorldSize;
  readonly services: Services;
  readonly ports: Ports;
  readonly bare: BareClient;
}

const POLICY = { id: 'all', pools: ['*'], mode: 'enforce', schedules: [], idle: { timeout: 'P7D', keep: 0 } };

/** Measures something in a world that every pool has been evaluated in once. */
export async function inWorld<Found>(size: WorldSize, measure: (world: AppWorld) => Promise<Found>): Promise<Found> {
  const services = await startServices(size);
  try {
    const ports = composePorts(services);
    await ports.documents.put({ kind: 'policies', id: 'all', text: JSON.stringify(POLICY), actor: 'bench' }, 'absent');
    await evaluateAll(ports);
    return await measure({ size, services, ports, bare: new BareClient(services) });
  } finally {
    services.close();
  }
}

/** The app as it is composed over some services. */
export function composePorts(services: Omit<Services, 'close'>): Ports {
  const { accounts, emulator, accountKey, connectionString } = services;
  return compose(
    readConfig({
      AzureWebJobsStorage: connectionString,
      BATCH_ACCOUNTS: JSON.stringify(accounts.map((name) => ({ name, endpoint: emulator }))),
      BATCH_ACCOUNT_KEYS: JSON.stringify(Object.fromEntries(accounts.map((name) => [name, accountKey]))),
    }),
  );
}

/** A tick that finds every pool due, beside a bare client that also reads and writes an entity a pool, and one that does not. */
export async function raceTicks({ size, ports, bare }: AppWorld, rounds: number): Promise<readonly Timing[]> {
  await bare.copyStates();
  const pools = size.accounts * size.pools;
  const nodes = pools * size.nodes;
  const fetching = (name: string, visit?: (account: string, pool: string) => Promise<unknown>): Contestant => ({
    name,
    run: async () => {
      await bare.fetchCounts();
      await bare.fetchNodes(size.pools, visit);
      return nodes;
    },
  });
  const contestants: readonly Contestant[] = [
    {
      name: 'a tick and an evaluation of every pool',
      run: async () => {
        await makeDue(ports);
        const evaluated = await evaluateAll(ports);
        if (evaluated !== pools) throw new Error(`${evaluated} of ${pools} pools were due`);
        return nodes;
      },
    },
    fetching('a bare client: the same pages, and an entity a pool read and written', (account, pool) =>
      bare.touch(account, pool),
    ),
    fetching('a bare client: the same pages'),
  ];
  return race(contestants, rounds);
}

/** So many that most of them run compiled code, as most of the ticks do that a process makes in its life. */
export const QUIET_ROUNDS = 60;

/** A tick that finds nothing to decide, beside a bare client, and one that also reads the states and writes a row. */
export async function raceQuietTicks({ size, ports, bare }: AppWorld, rounds: number): Promise<readonly Timing[]> {
  await evaluateAll(ports);
  const pools = size.accounts * size.pools;
  return race(
    [
      {
        name: 'a tick with nothing to decide',
        run: async () => {
          const { due } = await evaluatePools(ports);
          if (due > 0) throw new Error(`${due} pools were due`);
          return pools;
        },
      },
      {
        name: 'a bare client: the same pages',
        run: async () => {
          await bare.fetchCounts();
          return pools;
        },
      },
      {
        name: 'a bare client: the same pages, the states read and a row written',
        run: async () => {
          await bare.fetchAndNote();
          return pools;
        },
      },
    ],
    rounds,
  );
}

/** A tick, and as many evaluations at the same moment as the host lets run. Gives how many there were. */
export async function evaluateAll(ports: Ports): Promise<number> {
  const requests: EvaluationRequest[] = [];
  await evaluatePools({
    ...ports,
    evaluations: { ...ports.evaluations, send: async (sent) => void requests.push(...sent) },
  });
  await pLimit(AT_ONCE).map(requests, (request) => evaluatePool(ports, request));
  return requests.length;
}

/** A change of the policy makes every pool due. */
export async function makeDue(ports: Ports): Promise<void> {
  const text = JSON.stringify({ ...POLICY, description: crypto.randomUUID() });
  await ports.documents.put({ kind: 'policies', id: 'all', text, actor: 'bench' }, 'any');
}
