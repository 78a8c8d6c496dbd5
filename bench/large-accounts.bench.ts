import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import functions from '@azure/functions';
import { endpoint } from '../src/http/endpoint.ts';
import { explainPool } from '../src/http/pools/explain.ts';
import { getPool, listPools } from '../src/http/pools/pools.ts';
import type { Operation } from '../src/http/serving/operation.ts';
import { type Benchmark, type Result, resultOf } from './benchmark.ts';
import { type Contestant, race } from './measure.ts';
import { type AppWorld, inWorld, QUIET_ROUNDS, raceQuietTicks, raceTicks } from './peers/app-world.ts';

const POOLS = Number(process.env['BENCH_POOLS'] ?? 1000);
const LARGE = 'The cost of a minute in which each of 10 pools of 10,000 nodes is evaluated.';
const ANSWERS = 'The time that an API request about a pool of 10,000 nodes takes.';
const MANY = 'The pools of five accounts are evaluated within the minute of a tick.';

/** Few pools of many nodes. */
export const largePools: Benchmark = {
  name: 'large-pools',
  run: () =>
    inWorld({ accounts: 1, pools: 10, nodes: 10_000 }, async (world) => {
      const [bound, free] = [await memoryOfTicks(world, BOUND), await memoryOfTicks(world)];
      const note = `${bound} MiB of memory in all, in a process of its own with a heap of ${HEAP} MiB (200 are meant); ${free} MiB where garbage may lie`;
      const [ours, , fetching] = await raceTicks(world, 3);
      const due = { benchmark: 'tick: every one of 10 pools × 10,000 nodes due', means: LARGE, unit: 'nodes' };
      return [
        resultOf({ ...due, goal: { kind: 'time', most: 1.5 }, note }, [ours, fetching]),
        ...(await atRest(world)),
        ...(await answers(world)),
      ];
    }),
};

/** Many pools in several accounts. */
export const manyPools: Benchmark = {
  name: 'many-pools',
  run: () =>
    inWorld({ accounts: 5, pools: POOLS, nodes: 20 }, async (world) => {
      const [ours, touching] = await raceTicks(world, 1);
      const about = { benchmark: 'tick: every one of 5 × 1,000 pools due', means: MANY, unit: 'nodes' };
      return [resultOf({ ...about, goal: { kind: 'milliseconds', most: 60_000 } }, [ours, touching])];
    }),
};

async function atRest(world: AppWorld): Promise<readonly Result[]> {
  const about = {
    benchmark: 'tick: 10 pools × 10,000 nodes at rest',
    means: 'The cost of a minute in which no pool needs an evaluation.',
  };
  const [ours, fetching, noting] = await raceQuietTicks(world, QUIET_ROUNDS);
  return [
    resultOf({ ...about, unit: 'pools', goal: { kind: 'time', most: 1.3 } }, [ours, noting]),
    resultOf({ ...about, unit: 'pools', goal: { kind: 'time', most: 1.5 } }, [ours, fetching]),
  ];
}

/** What people ask, beside what the answer has to be fetched from. */
async function answers({ ports, bare }: AppWorld): Promise<readonly Result[]> {
  const ask = async (operation: Operation, params: Readonly<Record<string, string>>) => {
    const context = new functions.InvocationContext({ functionName: operation.name, logHandler: () => undefined });
    const request = new functions.HttpRequest({ method: 'GET', url: 'http://127.0.0.1/api', params });
    const answer = new functions.HttpResponse((await endpoint(() => ports, operation)(request, context)) as object);
    if (answer.status !== 200) throw new Error(`${operation.name}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
    return 1;
  };
  const pool = { account: 'demo0', pool: 'pool-0' };
  const fetching: Contestant = {
    name: 'a bare client: the nodes of that pool',
    run: async () => {
      await bare.fetchNodes(1);
      return 1;
    },
  };
  const asked: readonly Contestant[] = [
    { name: 'explain', run: () => ask(explainPool, pool) },
    { name: 'a pool on the page', run: () => ask(getPool, pool) },
    { name: 'all pools on the page', run: () => ask(listPools, { account: 'demo0' }) },
  ];
  const timings = await race([...asked, fetching], 5);
  const about = { benchmark: 'answers about a pool of 10,000 nodes', means: ANSWERS, unit: 'answers' };
  return timings
    .slice(0, -1)
    .map((timing) => resultOf({ ...about, goal: { kind: 'milliseconds', most: 300 } }, [timing, timings.at(-1)]));
}

/** In MiB: so much is needed. Node lets garbage lie as long as the machine has room for it, so that without a bound it says little. */
const HEAP = 64;
const BOUND = [`--max-old-space-size=${HEAP}`, '--max-semi-space-size=4'];

async function memoryOfTicks(
  { services: { close: _, ...services } }: AppWorld,
  options: readonly string[] = [],
): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...options,
    'bench/peers/tick-process.ts',
    JSON.stringify(services),
  ]);
  return (JSON.parse(stdout) as { readonly mebibytes: number }).mebibytes;
}
