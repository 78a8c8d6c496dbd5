import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchAccounts } from '../../../src/adapters/batch/batch-accounts.ts';
import { countingInTurn } from '../../../src/app/evaluation/count-in-turn.ts';
import type { Batch } from '../../../src/ports/batch.ts';
import { aJobWork, anIdleNode, NOON } from '../../support/builders.ts';
import { EmulatedAccount } from '../../support/emulated-account.ts';

const CALLS = 200;
const POOL = { account: 'demo', poolId: 'render' };

let account: EmulatedAccount;
let batch: Batch;

beforeEach(async () => {
  account = await EmulatedAccount.start();
  const { name, key } = account.emulator.account;
  const config = {
    accounts: [{ name, key, endpoint: account.url, resourceId: undefined }],
    apiVersion: '2024-07-01.20.0',
    armEndpoint: account.url,
    armApiVersion: '2024-07-01',
    tokenScope: 'unused',
  };
  batch = batchAccounts(config, () => {
    throw new Error('No token is needed where there is a key.');
  });
});
afterEach(() => account.close());

async function createJobs(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await account.createJob(`job-${index}`, POOL.poolId);
}

/** The calls for single jobs and what came of them, tick by tick. */
async function ticks(count: number) {
  const { countInTurn } = countingInTurn({ batch }, CALLS);
  const seen: { calls: number; unknown: number; jobs: number; waiting: number }[] = [];
  for (let tick = 0; tick < count; tick += 1) {
    await account.advance('PT1M');
    const [active, nodes, calls] = [await batch.listJobs('demo'), (await batch.listNodes(POOL)) ?? [], await counts()];
    const now = Temporal.Instant.from((await account.control<{ now: string }>('GET', 'clock')).now);
    const { jobs, unknown } = await countInTurn({ pool: POOL, nodes, active, tick: now });
    const waiting = jobs.reduce((sum, job) => sum + (job.active?.tasks ?? 0), 0);
    seen.push({ calls: (await counts()) - calls, unknown: unknown.length, jobs: jobs.length, waiting });
  }
  return seen;
}

async function counts(): Promise<number> {
  const journal = await account.journal('request');
  return journal.filter((entry) => entry.kind === 'request' && entry.operation === 'Jobs_GetJobTaskCounts').length;
}

it('forgets the pools that were counted longest ago, so that pools of one job each do not fill the memory', async () => {
  const counted: string[] = [];
  const countWork: Batch['countWork'] = async (_, jobs) => {
    counted.push(...jobs.map(({ poolId }) => poolId));
    return jobs.map((job) => aJobWork(job));
  };
  const { countInTurn } = countingInTurn({ batch: { ...batch, countWork } }, CALLS, 6);
  for (const poolId of ['a', 'b', 'a', 'c', 'a', 'd', 'a', 'b']) {
    const pool = { ...POOL, poolId };
    // A job without tasks of a pool at rest is counted once.
    await countInTurn({ pool, nodes: [anIdleNode('n', 60)], active: [aJobWork({ poolId })], tick: NOON });
  }
  expect(counted).toEqual(['a', 'b', 'c', 'd', 'b']);
});

describe('the calls of a tick for the jobs of an account', () => {
  it.each([1, 50])('are one for each of %i jobs whose pool has no node ready', async (jobs) => {
    await account.createPool('render');
    await account.createIdlePool('other');
    for (const { id } of await account.nodes('render')) await account.deallocate('render', id);
    await createJobs(jobs);
    await account.advance('PT2M');
    expect((await ticks(2)).map(({ calls }) => calls)).toEqual([jobs, jobs]);
  });

  it('are no more than its budget for 500 jobs: each is counted in its turn, and unknown until then', async () => {
    await account.createIdlePool('render', { dedicated: 1 });
    await createJobs(499);
    await account.createJob('busy', 'render');
    await account.addTasks('busy', ['a', 'b', 'c'], 36_000);
    const seen = await ticks(5);
    expect(seen.map(({ calls }) => calls)).toEqual([CALLS, CALLS, CALLS, CALLS, CALLS]);
    expect(seen.map(({ unknown }) => unknown)).toEqual([1, 1, 0, 0, 0]);
    expect(seen.map(({ jobs }) => jobs)).toEqual([200, 400, 500, 500, 500]);
    expect(seen.at(-1)?.waiting).toBe(2);
  });

  it('are none for jobs without tasks while the nodes are idle: a task would run there', async () => {
    await account.createIdlePool('render', { dedicated: 2 });
    await createJobs(500);
    expect((await ticks(8)).map(({ calls }) => calls)).toEqual([200, 200, 100, 0, 0, 200, 200, 100]);
  });
});
