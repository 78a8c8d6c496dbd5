import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { evaluatePools } from '../../../src/app/evaluation/evaluate-pools.ts';
import { surveysInTime } from '../../../src/app/evaluation/survey-in-time.ts';
import { type EvaluationRequest, RequestsUnsent } from '../../../src/ports/evaluation-queue.ts';
import { aPoolFacts, NOON } from '../../support/builders.ts';
import { Story } from '../support/story.ts';

const story = Story.forEachTest();

/** What the app has asked of the account since it began, each as `Pools_ListPools /pools`. */
async function calls(): Promise<readonly string[]> {
  return (await story.requests()).map(({ operation, path }) => `${operation} ${path}`);
}

/** What one tick asks of the account. */
async function callsOfTick(): Promise<readonly string[]> {
  const before = (await calls()).length;
  await story.tick();
  return (await calls()).slice(before).toSorted();
}

const SURVEY = ['Pools_ListPoolNodeCounts /nodecounts', 'Pools_ListPools /pools'];

describe('a tick', () => {
  it('asks for an evaluation of each pool that has a policy, with what it has seen of it', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.account.createIdlePool('other');
    await story.policy();
    const { tick, requests } = await story.survey();
    const at = NOON.add({ minutes: 8 });
    expect(tick).toMatchObject({ at, pools: 2, due: 1, problems: [] });
    expect(tick.waited?.total('seconds')).toBeLessThan(60);
    expect(requests).toMatchObject([
      {
        tick: at,
        correlation: expect.stringMatching(/^[0-9a-f-]{36}$/),
        facts: { account: 'demo', poolId: 'render', state: 'active', allocationState: 'steady', autoScale: false },
      },
    ]);
    expect(requests[0]?.fingerprint).toContain('"idle",2');
  });

  it('asks for an evaluation of a pool with more jobs than a message can name, and sees that they have ended', async () => {
    await story.account.createIdlePool('render');
    await story.policy({ demand: { startOnPending: true } });
    const job = { poolId: 'render', priority: 0, maxParallelTasks: -1, usesTaskDependencies: false };
    const jobs = Array.from({ length: 2000 }, (_, index) => ({ ...job, jobId: `order-${index}-${'x'.repeat(50)}` }));
    const busy = { ...story.ports, activeJobsAt: async () => jobs };
    const { tick, requests } = await story.survey(busy);
    expect(tick).toMatchObject({ due: 1, problems: [] });
    for (const request of requests) await evaluatePool(story.ports, request);
    await story.account.advance('PT1S');
    expect((await story.survey()).tick.due).toBe(1);
  });

  it('does not wait for an account that does not answer, nor ask it again meanwhile', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.policy();
    const { ports } = story;
    let asked = 0;
    const late = Promise.withResolvers<readonly never[]>();
    const batch = {
      ...ports.batch,
      accounts: ['mute', 'demo'],
      countNodes: async (account: string, pools: Parameters<typeof ports.batch.countNodes>[1]) =>
        account === 'mute' ? new Map() : ports.batch.countNodes(account, pools),
      listPools: async (account: string) => {
        if (account !== 'mute') return ports.batch.listPools(account);
        asked += 1;
        return late.promise;
      },
    };
    const { surveyInTime } = surveysInTime(1);
    const inTime: typeof surveyInTime = (account, survey) =>
      account === 'mute' ? surveyInTime(account, survey) : survey();
    const beside = { ...ports, batch, surveyInTime: inTime };
    const problems = ['The account mute could not be surveyed: the tick does not wait for it for longer than 0.001 s'];
    expect((await story.survey(beside)).tick).toMatchObject({ pools: 1, due: 1, problems });
    expect((await story.survey(beside)).tick).toMatchObject({ pools: 1, problems });
    expect(asked).toBe(1);
    late.resolve([]);
    const askedAgain = async () => {
      await story.survey(beside);
      return asked > 1;
    };
    await expect.poll(askedAgain).toBe(true);
  });

  it('evaluates the other pools where the message of one cannot be sent', async () => {
    for (const pool of ['broken', 'render']) await story.account.createIdlePool(pool);
    await story.policy({ pools: ['*'] });
    const { evaluations } = story.ports;
    const send: typeof evaluations.send = async (requests) => {
      const [broken, others] = [true, false].map((is) =>
        requests.filter(({ facts }) => (facts.poolId === 'broken') === is),
      );
      await evaluations.send(others ?? []);
      throw new RequestsUnsent(broken ?? [], new Error('too long'));
    };
    const { tick, requests } = await story.survey({ ...story.ports, evaluations: { ...evaluations, send } });
    expect(tick).toMatchObject({ pools: 2, problems: ['No evaluation of demo/broken could be asked for. (too long)'] });
    expect(requests.map(({ facts }) => facts.poolId)).toEqual(['render']);
  });

  it('asks for an evaluation of a pool whose metadata are longer than a message', async () => {
    const metadata = [{ name: 'note', value: 'x'.repeat(60_000) }];
    await story.account.createIdlePool('render', { properties: { metadata } });
    await story.policy();
    const { tick, requests } = await story.survey();
    expect(tick).toMatchObject({ due: 1, problems: [] });
    expect(requests).toHaveLength(1);
  });

  it('looks at what each pool asks of its sibling once, however many pools there are', async () => {
    await story.policy({ pools: ['*'] });
    const { batch, poolStates } = story.ports;
    const facts = Array.from({ length: 200 }, (_, index) => aPoolFacts({ poolId: `pool-${index}` }));
    let looks = 0;
    const states = facts.map(({ account, poolId }) => ({
      ...{ account, poolId, tick: NOON, fingerprint: '', nextLook: undefined },
      ...{ acting: undefined, hasPendingOperations: false },
      get sibling() {
        looks += 1;
        return { pool: poolId === 'pool-7' ? 'POOL-1' : 'pool-0', nodes: 2, at: NOON };
      },
    }));
    const { requests } = await story.survey({
      ...story.ports,
      batch: { ...batch, listPools: async () => facts },
      poolStates: { ...poolStates, list: async () => states },
    });
    expect(looks).toBeLessThanOrEqual(2 * states.length);
    const asked = requests.filter(({ fingerprint }) => fingerprint.includes('sibling of pool-7: 2'));
    expect(asked.map((request) => request.facts.poolId)).toEqual(['pool-1']);
  });

  it('is remembered as the last one', async () => {
    await story.account.createIdlePool('render');
    await story.policy();
    const { waited: _, ...tick } = (await story.survey()).tick;
    expect(await story.ports.ticks.last()).toEqual(tick);
    await story.account.advance('PT1M');
    const {
      tick: { before, waited: __, ...next },
    } = await story.survey();
    expect(await story.ports.ticks.last()).toEqual(next);
    expect(before).toEqual(tick);
  });

  it('costs two calls for the account, and none for pools without a policy', async () => {
    for (const pool of ['a', 'b', 'c', 'render']) await story.account.createIdlePool(pool);
    await story.policy({ mode: 'observe' });
    expect(await callsOfTick()).toEqual(['Nodes_ListNodes /pools/render/nodes', ...SURVEY]);
    await story.account.advance('PT1M');
    expect(await callsOfTick()).toEqual(SURVEY);
  });

  it('costs no call for a pool that its own metadata keeps out', async () => {
    const metadata = [{ name: 'lamplighter.policy', value: 'none' }];
    await story.account.createIdlePool('render', { properties: { metadata } });
    await story.policy();
    expect(await callsOfTick()).toEqual(SURVEY);
  });

  it('ends no process where the states fail before anybody counts nodes', async () => {
    const { batch, poolStates } = story.ports;
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    // As while the operations on Batch are loaded.
    const countNodes = async (account: string) => {
      await setImmediate();
      return batch.countNodes(account);
    };
    const { tick } = await story.survey({
      ...story.ports,
      batch: { ...batch, countNodes },
      poolStates: { ...poolStates, list: () => Promise.reject(new Error('no table')) },
    });
    process.off('unhandledRejection', note);
    expect(tick.problems).toEqual(['The account demo could not be surveyed: no table']);
    expect(unhandled).toEqual([]);
  });

  it('counts the nodes of the pools with a policy only, beyond the first page of counts', async () => {
    for (let index = 0; index < 30; index += 1) await story.account.createPool(`other-${index}`, { dedicated: 0 });
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.policy({ pools: ['render'], mode: 'observe' });
    const calls = await callsOfTick();
    expect(calls).toEqual(['Nodes_ListNodes /pools/render/nodes', 'Pools_ListPoolNodeCounts /nodecounts', ...SURVEY]);
    expect((await story.state()).fingerprint).toContain('"idle",3');
  });

  it('finds pools beyond the first page of counts', async () => {
    await story.account.control('PUT', 'knobs', { nodeCountsPageSize: 2 });
    for (const pool of ['r-1', 'r-2', 'r-3', 'r-4', 'r-5']) await story.account.createPool(pool);
    await story.account.advance('PT4M');
    await story.policy({ pools: ['r-*'] });
    const { requests } = await story.survey();
    expect(requests.map(({ facts }) => facts.poolId).toSorted()).toEqual(['r-1', 'r-2', 'r-3', 'r-4', 'r-5']);
    for (const { fingerprint } of requests) expect(fingerprint).toContain('"idle",1');
  });
});

describe('a quiet pool', () => {
  beforeEach(async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.schedule({ id: 'unrelated' });
    await story.schedule();
    await story.policy({ schedules: ['hours'], idle: { timeout: 'PT20M', keep: 0 } });
  });

  it('is looked at again when time alone changes something, and not before', async () => {
    expect((await story.tick()).tick.due).toBe(1);
    expect((await story.state()).nextLook).toEqual(NOON.add({ minutes: 24 }));
    const due: number[] = [];
    for (let minute = 5; minute <= 24; minute += 1) due.push((await story.minutes(1)).tick.due);
    expect(due).toEqual([...Array<number>(19).fill(0), 1]);
    expect(await story.acts()).toHaveLength(2);
  });

  it('is looked at again when its counts have changed', async () => {
    await story.tick();
    expect((await story.minutes(1)).tick.due).toBe(0);
    const [node] = await story.account.nodes('render');
    await story.account.deallocate('render', node?.id ?? '');
    expect((await story.minutes(1)).tick.due).toBe(1);
    expect((await story.minutes(1)).tick.due).toBe(0);
  });

  it('is looked at again when its policy or its schedule has changed', async () => {
    await story.tick();
    expect((await story.minutes(1)).tick.due).toBe(0);
    await story.schedule({ description: 'a change that decides nothing' });
    expect((await story.minutes(1)).tick.due).toBe(1);
    expect((await story.minutes(1)).tick.due).toBe(0);
    await story.policy({ schedules: ['hours'], idle: { timeout: 'PT30M' } });
    expect((await story.minutes(1)).tick.due).toBe(1);
    expect((await story.minutes(1)).tick.due).toBe(0);
  });

  it('does not mind a change of documents that do not hold for it', async () => {
    await story.tick();
    await story.schedule({ id: 'unrelated', description: 'changed' });
    await story.policy({ id: 'other', pools: ['other'] });
    expect((await story.minutes(1)).tick.due).toBe(0);
  });

  it('is looked at again when a policy names it more narrowly', async () => {
    await story.policy({ id: 'render', pools: ['rend*'] });
    await story.tick();
    await story.policy({ id: 'narrow', pools: ['render'] });
    expect((await story.minutes(1)).reports).toMatchObject([{ plan: { policy: expect.stringMatching(/^narrow@/) } }]);
  });
});

describe('a pool that was not evaluated', () => {
  it('is asked for by every tick until it is', async () => {
    await story.account.createIdlePool('render');
    await story.policy();
    const first = await story.requestFor();
    await story.account.advance('PT1M');
    const second = await story.requestFor();
    expect(second.correlation).not.toBe(first.correlation);
    expect(await evaluatePool(story.ports, second)).toMatchObject({ kind: 'evaluated' });
    expect((await story.minutes(1)).tick.due).toBe(0);
  });

  it('comes before pools that were evaluated since, so that it is not always its message that expires', async () => {
    for (const poolId of ['a', 'b', 'c']) await story.account.createIdlePool(poolId);
    await story.policy({ pools: ['*'] });
    const asked = async () => {
      await story.account.advance('PT1M');
      return (await story.survey()).requests.toSorted((a, b) => a.facts.poolId.localeCompare(b.facts.poolId));
    };
    const evaluate = async (request: EvaluationRequest | undefined) =>
      request !== undefined && evaluatePool(story.ports, request);
    await evaluate((await asked()).at(0));
    await story.policy({ pools: ['*'], idle: { timeout: 'PT50M' } });
    await evaluate((await asked()).at(1));
    await story.policy({ pools: ['*'], idle: { timeout: 'PT40M' } });
    await story.account.advance('PT1M');
    const { ports } = story;
    const sent: string[] = [];
    // The queue gets them at the same time.
    const send = async (requests: readonly EvaluationRequest[]) =>
      void sent.push(...requests.map(({ facts }) => facts.poolId));
    await evaluatePools({ ...ports, evaluations: { ...ports.evaluations, send } });
    expect(sent).toEqual(['c', 'a', 'b']);
  });

  it('is asked for although no policy names it any more, while an act there has no outcome', async () => {
    const [node] = await story.account.createIdlePool('render');
    await story.crash([{ node: node?.id ?? '', action: 'deallocate' }]);
    await story.account.advance('PT5M');
    expect((await story.tick()).reports).toMatchObject([{ poolId: 'render', closed: 1 }]);
    expect((await story.minutes(1)).tick.due).toBe(0);
  });
});

describe('an account that cannot be surveyed', () => {
  it('is noted, and the others go on', async () => {
    await story.account.createIdlePool('render');
    await story.policy();
    const { key } = story.account.emulator.account;
    const ports = story.system.compose({
      BATCH_ACCOUNTS: JSON.stringify([
        { name: 'broken', endpoint: 'http://127.0.0.1:1' },
        { name: 'demo', endpoint: story.account.url },
      ]),
      BATCH_ACCOUNT_KEYS: JSON.stringify({ broken: key, demo: key }),
    });
    const { tick, requests } = await story.survey(ports);
    expect(tick).toMatchObject({ pools: 1, due: 1 });
    expect(tick.problems).toHaveLength(1);
    expect(tick.problems[0]).toMatch(/^The account broken could not be surveyed: .*Batch could not be reached/);
    expect(requests.map(({ facts }) => facts.account)).toEqual(['demo']);
    expect((await ports.ticks.last())?.problems).toEqual(tick.problems);
  });

  it('is surveyed again by the next tick', async () => {
    await story.account.createIdlePool('render');
    await story.policy();
    const fault = { effect: 'refuse', code: 'ServerBusy', retryAfter: 0, times: 5 };
    await story.account.control('POST', 'faults', { ...fault, operation: 'Pools_ListPoolNodeCounts' });
    const { tick } = await story.survey();
    expect(tick).toMatchObject({
      pools: 0,
      due: 0,
      problems: [
        'The account demo could not be surveyed: Counting the nodes of demo failed: Batch answered 503 ServerBusy.',
      ],
    });
    expect((await story.minutes(1)).tick).toMatchObject({ pools: 1, due: 1, problems: [] });
  });
});
