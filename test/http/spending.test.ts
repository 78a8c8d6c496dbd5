import { beforeAll, describe, expect, it } from 'vitest';
import { saveDocument } from '../../src/app/documents/save-document.ts';
import { sumUpDay } from '../../src/app/spending/sum-up-day.ts';
import { sumUpDays } from '../../src/app/spending/sum-up-days.ts';
import type { DemandMinute } from '../../src/core/demand/demand-minute.ts';
import { NO_DEPENDENCIES } from '../../src/core/demand/dependent-work.ts';
import { NO_MEMORY } from '../../src/core/memory/memory.ts';
import type { PoolName } from '../../src/core/pool/pool-name.ts';
import { getSavings } from '../../src/http/savings.ts';
import { AppError } from '../../src/ports/errors.ts';
import { aDayOfFigures, NOON } from '../support/builders.ts';
import { call } from '../support/http-call.ts';
import { TestSystem } from '../support/test-system.ts';

const system = TestSystem.forAllTests();
const POOL = { account: 'demo', poolId: 'render' };
const MINUTES_A_DAY = 1440;

/** One of three nodes works for the first twenty minutes of each hour; all of them are on. */
function demandAt(minute: number): DemandMinute {
  const into = minute % 60;
  const busy = into < 20 ? 1 : 0;
  const [submittedTasks, endedTasks] = [Number(into === 0), Number(into === 20)];
  const families = submittedTasks + endedTasks > 0 ? [{ family: 'train-*', submittedTasks, endedTasks }] : [];
  const tasks = { waitingTasks: 0, runningTasks: busy, submittedTasks, endedTasks, families };
  return { minute, needed: busy, paid: 3, busy, ...tasks };
}

const IDLE_MINUTE = {
  ...{ needed: 0, paid: 2, busy: 0, waitingTasks: 0, runningTasks: 0, submittedTasks: 0, endedTasks: 0, families: [] },
};

const NO_HEADING = {
  ...{ tick: NOON, fingerprint: '', nextLook: undefined, acting: undefined, hasPendingOperations: false },
  sibling: undefined,
};

function ask(query: Readonly<Record<string, string>> = {}) {
  return call(getSavings, system.ports, { query: { account: 'demo', ...query } });
}

describe('what was spent on a pool', () => {
  beforeAll(async () => {
    await system.account.createIdlePool('render', {
      dedicated: 3,
      properties: { metadata: [{ name: 'lamplighter.owner', value: 'vfx' }] },
    });
    const policy = {
      id: 'render',
      pools: ['render'],
      mode: 'observe',
      idle: { timeout: 'PT10M' },
      demand: {},
      price: { nodeHour: 1, deallocatedNodeHour: 0.25, currency: 'EUR' },
    };
    await saveDocument(system.ports, {
      kind: 'policies',
      id: 'render',
      value: policy,
      actor: 'test',
      expected: undefined,
    });
    const today = Math.floor((await system.now()).epochMilliseconds / 86_400_000);
    for (const day of [today - 2, today - 1]) {
      const minutes = Array.from({ length: MINUTES_A_DAY }, (_, index) => demandAt(day * MINUTES_A_DAY + index));
      await system.ports.demandRecords.addToDay(POOL, day, minutes);
    }
    const jobs = [{ jobId: 'train-7', family: 'train-*', taskMinutes: 480 }];
    const families = [{ family: 'train-*', taskMinutes: 480 }];
    const demand = {
      ...{ jobs: [], minutes: [], scheduled: [], bursts: [], dependencies: NO_DEPENDENCIES },
      spending: [{ day: today - 1, jobs, families }],
    };
    const state = { ...POOL, tick: await system.now(), fingerprint: '', memory: { ...NO_MEMORY, demand } };
    await system.ports.poolStates.put(
      { ...state, nextLook: undefined, acting: undefined, lastPlan: undefined },
      undefined,
    );
  });

  it('is summed up for the other pools if one cannot be read', async () => {
    const lost = { account: 'demo', poolId: 'a-lost-one' };
    const state = { ...lost, tick: await system.now(), fingerprint: '', memory: NO_MEMORY };
    await system.ports.poolStates.put(
      { ...state, nextLook: undefined, acting: undefined, lastPlan: undefined },
      undefined,
    );
    const { batch } = system.ports;
    const getPool = async (pool: PoolName) => {
      if (pool.poolId === lost.poolId) throw new AppError('BatchUnavailable', 'Batch could not be reached.');
      return batch.getPool(pool);
    };
    const dayFigures = { ...system.ports.dayFigures, add: async () => undefined };
    const { pools, problems } = await sumUpDays({ ...system.ports, dayFigures, batch: { ...batch, getPool } });
    expect(pools).toBe(1);
    expect(problems).toEqual([expect.stringMatching(/demo\/a-lost-one: .*could not be reached/)]);
  });

  it('is summed up beside an account that takes minutes to say that it is out of reach', async () => {
    const { batch, poolStates, dayFigures } = system.ports;
    const other = Promise.withResolvers<void>();
    const list: typeof poolStates.list = async (account) => {
      const pools = await poolStates.list('demo');
      return account === 'lost' ? pools.filter(({ poolId }) => poolId === POOL.poolId) : pools;
    };
    const getPool = async (pool: PoolName) => {
      if (pool.account !== 'lost') return batch.getPool(pool);
      await other.promise;
      throw new AppError('BatchUnavailable', 'Batch could not be reached.');
    };
    const ports = {
      ...system.ports,
      batch: { ...batch, accounts: ['lost', 'demo'], getPool },
      poolStates: { ...poolStates, list },
      dayFigures: { ...dayFigures, add: async () => other.resolve() },
    };
    expect(await sumUpDays(ports)).toEqual({ pools: 1, problems: [expect.stringMatching(/lost\/render/)] });
  });

  it('is given up in time where a pool does not answer at all', async () => {
    const { batch } = system.ports;
    const getPool = () => new Promise<undefined>(() => undefined);
    let looks = 0;
    // The time of the first pool is all of it.
    const now = async () => NOON.add({ milliseconds: looks++ < 2 ? 0 : 50 });
    const ports = { ...system.ports, batch: { ...batch, getPool }, wallClock: { now } };
    const { problems } = await sumUpDays(ports, { beginMs: 40, endMs: 50 });
    expect(problems).toEqual([expect.stringMatching(/demo\/.*: .*no answer within/)]);
  });

  it('is summed up once for each day', async () => {
    expect(await sumUpDays(system.ports)).toEqual({ pools: 1, problems: [] });
    expect(await sumUpDays(system.ports)).toEqual({ pools: 0, problems: [] });
  });

  it('is told apart from work, with what others would have spent and what the policy would have saved', async () => {
    const { status, body } = await ask({ pool: 'render' });
    expect(status).toBe(200);
    const { total, groups, families, jobs } = body.spending;
    expect(total).toMatchObject({
      days: 1,
      spent: { nodeHours: 72, money: [{ currency: 'EUR', amount: 72 }] },
      work: { nodeHours: 8 },
      idle: { nodeHours: 64 },
      savedAgainst: { alwaysOn: { nodeHours: 0 } },
    });
    // A node that works twenty minutes of an hour and is idle for ten, starts for some and stops for one.
    const { idle10, before } = total.savedAgainst;
    expect(idle10.nodeHours).toBeGreaterThan(-60);
    expect(idle10.nodeHours).toBeLessThan(-55);
    expect(before.nodeHours).toBe(0);
    expect(total.wouldHaveSaved.nodeHours).toBeCloseTo(-idle10.nodeHours, 6);
    expect(total.wouldHaveSaved.money[0].amount).toBeCloseTo(total.wouldHaveSaved.nodeHours * 0.75, 4);
    expect(groups).toMatchObject([{ group: 'demo/render', spent: { nodeHours: 72 } }]);
    expect(families).toEqual([{ name: 'train-*', nodeHours: 8 }]);
    expect(jobs).toEqual([{ name: 'train-7', nodeHours: 8 }]);
  });

  it('can be grouped by owner, schedules and day', async () => {
    const owner = await ask({ group: 'owner' });
    expect(owner.body.groups).toMatchObject([{ owner: 'vfx' }]);
    expect(owner.body.spending.groups).toMatchObject([{ group: 'vfx', spent: { nodeHours: 72 } }]);
    expect((await ask({ group: 'schedule' })).body.spending.groups).toMatchObject([{ group: '-' }]);
    expect((await ask({ group: 'day' })).body.spending.groups).toHaveLength(1);
  });
});

describe('what a pool would have spent that has fewer nodes now', () => {
  it('is counted with the nodes that it had', async () => {
    const small = { account: 'demo', poolId: 'small' };
    await system.account.createIdlePool('small', { dedicated: 1 });
    const day = Math.floor((await system.now()).epochMilliseconds / 86_400_000) - 1;
    // Four tasks at once on four nodes, all day.
    const minutes = Array.from({ length: MINUTES_A_DAY }, (_, index) => ({
      ...{ minute: day * MINUTES_A_DAY + index, needed: 4, paid: 4, busy: 4, waitingTasks: 0, runningTasks: 4 },
      ...{ submittedTasks: 0, endedTasks: 0, families: [] },
    }));
    await system.ports.demandRecords.addToDay(small, day, minutes);
    const documents = await system.ports.documentsAt(await system.now());
    const figures = await sumUpDay(system.ports, { pool: small, day, documents });
    expect(figures).toMatchObject({ paidHours: 96, alwaysOnHours: 96 });
    expect(figures?.idle10Hours).toBeGreaterThan(95);
  });
});

describe('what a pool would have spent that has more nodes now', () => {
  it('is counted with the nodes that it had', async () => {
    const grown = { account: 'demo', poolId: 'grown' };
    await system.account.createIdlePool('grown', { dedicated: 3 });
    const day = Math.floor((await system.now()).epochMilliseconds / 86_400_000) - 1;
    const minutes = Array.from({ length: MINUTES_A_DAY }, (_, index) => ({
      ...{ ...IDLE_MINUTE, minute: day * MINUTES_A_DAY + index, nodes: 2, paid: index < 720 ? 1 : 0 },
    }));
    await system.ports.demandRecords.addToDay(grown, day, minutes);
    const documents = await system.ports.documentsAt(await system.now());
    expect(await sumUpDay(system.ports, { pool: grown, day, documents })).toMatchObject({
      paidHours: 12,
      alwaysOnHours: 48,
    });
  });
});

describe('what an idle timeout would have spent', () => {
  const SHORT = { account: 'demo', poolId: 'short' };

  it('has no time in which nodes are deallocated, as what was paid for', async () => {
    await system.account.createIdlePool('short', { dedicated: 1 });
    const day = Math.floor((await system.now()).epochMilliseconds / 86_400_000) - 1;
    // A task of one minute in each hour, on a node that is always ready after a minute.
    const minutes = Array.from({ length: MINUTES_A_DAY }, (_, index) => {
      const [submittedTasks, endedTasks] = [Number(index % 60 === 10), Number(index % 60 === 11)];
      const work = { needed: submittedTasks, busy: submittedTasks, runningTasks: submittedTasks };
      return { ...IDLE_MINUTE, minute: day * MINUTES_A_DAY + index, paid: 1, ...work, submittedTasks, endedTasks };
    });
    await system.ports.demandRecords.addToDay(SHORT, day, minutes);
    const memory = { ...NO_MEMORY, startSeconds: Array.from({ length: 20 }, () => 60) };
    const state = { ...SHORT, tick: await system.now(), fingerprint: '', memory };
    await system.ports.poolStates.put(
      { ...state, nextLook: undefined, acting: undefined, lastPlan: undefined },
      undefined,
    );
    const documents = await system.ports.documentsAt(await system.now());
    const figures = await sumUpDay(system.ports, { pool: SHORT, day, documents });
    // A minute to start, one to work, and ten without work until the next look; not another one to go off.
    expect(figures?.idle10Hours).toBeCloseTo((24 * 12) / 60, 1);
  });
});

describe('what was spent on a pool with Spot nodes', () => {
  it('has none of the nodes that the policy leaves alone', async () => {
    const mixed = { account: 'demo', poolId: 'mixed' };
    await system.account.createIdlePool('mixed', { dedicated: 1, lowPriority: 2 });
    const day = Math.floor((await system.now()).epochMilliseconds / 86_400_000) - 1;
    // Records of older versions do not have the number of nodes.
    const minutes = Array.from({ length: 60 }, (_, index) => ({
      ...{ ...IDLE_MINUTE, minute: day * MINUTES_A_DAY + index, paid: 1 },
    }));
    await system.ports.demandRecords.addToDay(mixed, day, minutes);
    const documents = await system.ports.documentsAt(await system.now());
    expect(await sumUpDay(system.ports, { pool: mixed, day, documents })).toMatchObject({ alwaysOnHours: 1 });
  });
});

describe('what a policy that only observes would have spent', () => {
  const HALF = { account: 'demo', poolId: 'half' };

  it('is counted in the recorded minutes alone, as what was paid for', async () => {
    await system.account.createIdlePool('half', { dedicated: 2 });
    const policy = { id: 'half', pools: ['half'], mode: 'observe', demand: {}, schedules: ['always'] };
    const schedule = { id: 'always', timeZone: 'UTC', windows: [], outside: { min: 2 } };
    await saveDocument(system.ports, {
      ...{ kind: 'schedules', id: 'always', value: schedule, actor: 'test', expected: undefined },
    });
    await saveDocument(system.ports, {
      ...{ kind: 'policies', id: 'half', value: policy, actor: 'test', expected: undefined },
    });
    const day = Math.floor((await system.now()).epochMilliseconds / 86_400_000) - 1;
    // Recorded from noon on, with an hour without records in the evening.
    const minutes = Array.from({ length: MINUTES_A_DAY }, (_, index) => index)
      .filter((index) => index >= 720 && Math.floor(index / 60) !== 20)
      .map((index) => ({ ...IDLE_MINUTE, minute: day * MINUTES_A_DAY + index }));
    await system.ports.demandRecords.addToDay(HALF, day, minutes);
    const documents = await system.ports.documentsAt(await system.now());
    const figures = await sumUpDay(system.ports, { pool: HALF, day, documents });
    expect(figures).toMatchObject({ recordedMinutes: 660, paidHours: 22, observedHours: 22, alwaysOnHours: 22 });
  });
});

describe('a deleted pool', () => {
  const GONE = { account: 'demo', poolId: 'gone' };

  it('has its last days, with the owner, the price and the nodes of the day before', async () => {
    const today = Math.floor((await system.now()).epochMilliseconds / 86_400_000);
    const { dayFigures, demandRecords, poolStates } = system.ports;
    const known = { owner: 'vfx', policy: 'deleted-since', alwaysOnHours: 24 * 5, enforced: true };
    await dayFigures.add(aDayOfFigures({ ...GONE, ...known, day: today - 3 }));
    const tick = (await system.now()).subtract({ hours: 24 });
    const rest = { fingerprint: '', nextLook: undefined, acting: undefined, lastPlan: undefined, memory: NO_MEMORY };
    await poolStates.put({ ...GONE, ...rest, tick }, undefined);
    for (const day of [today - 2, today - 1]) {
      // Each of two nodes runs four tasks for an hour.
      const minutes = Array.from({ length: 60 }, (_, index) => ({
        ...{ ...IDLE_MINUTE, minute: day * MINUTES_A_DAY + index, needed: 2, paid: 2, busy: 2, runningTasks: 8 },
      }));
      await demandRecords.addToDay(GONE, day, minutes);
    }
    const list: typeof poolStates.list = async () => [{ ...GONE, ...NO_HEADING }];
    const ports = { ...system.ports, poolStates: { ...poolStates, list } };
    expect(await sumUpDays(ports)).toEqual({ pools: 1, problems: [] });
    const figures = await dayFigures.list(GONE, today - 2, today);
    expect(figures).toMatchObject(
      [today - 2, today - 1].map((day) => ({
        ...{ day, paidHours: 2, busyHours: 2, alwaysOnHours: 5, owner: 'vfx' },
        price: { nodeHour: 0.5, deallocatedNodeHour: 0.1, currency: 'EUR' },
      })),
    );
    for (const { idle10Hours } of figures) expect(idle10Hours).toBeLessThan(3);
    const { body } = await ask({ group: 'owner' });
    expect(body.spending.groups).toContainEqual(expect.objectContaining({ group: 'vfx' }));
    const later = { ...ports.clock, now: async () => (await system.now()).add({ hours: 48 }) };
    expect(await sumUpDays({ ...ports, clock: later })).toEqual({ pools: 0, problems: [] });
  });
});

describe('the days to sum up', () => {
  const LATE = { account: 'demo', poolId: 'late' };

  it('include those that were missed since the last one', async () => {
    await system.account.createIdlePool('late', { dedicated: 1 });
    const today = Math.floor((await system.now()).epochMilliseconds / 86_400_000);
    const { dayFigures, demandRecords, poolStates } = system.ports;
    await dayFigures.add(aDayOfFigures({ ...LATE, day: today - 4, enforced: false, alwaysOnHours: 24, paidHours: 24 }));
    for (const day of [today - 3, today - 2, today - 1])
      await demandRecords.addToDay(LATE, day, [{ ...IDLE_MINUTE, paid: 1, minute: day * MINUTES_A_DAY + 60 }]);
    const list: typeof poolStates.list = async () => [{ ...LATE, ...NO_HEADING }];
    const ports = { ...system.ports, poolStates: { ...poolStates, list } };
    expect(await sumUpDays(ports)).toEqual({ pools: 1, problems: [] });
    const figures = await dayFigures.list(LATE, today - 9, today);
    expect(figures.map(({ day, recordedMinutes }) => [today - day, recordedMinutes])).toEqual([
      [4, 1440],
      [3, 1],
      [2, 1],
      [1, 1],
    ]);
    const [use] = await dayFigures.listUseBefore(LATE);
    expect(use?.lastDay).toBe(today - 1);
    expect(use?.paidHours).toBeCloseTo(24.05);
  });

  it('come in another order each hour, so that no pool waits behind the same one for good', async () => {
    const { batch, poolStates } = system.ports;
    const pools = Array.from({ length: 8 }, (_, index) => ({ account: 'demo', poolId: `p${index}`, ...NO_HEADING }));
    const orders: string[] = [];
    for (let hour = 1; hour <= 3; hour++) {
      const now = async () => (await system.now()).add({ hours: hour });
      const looked: string[] = [];
      const getPool = async ({ poolId }: PoolName) => {
        looked.push(poolId);
        return undefined;
      };
      const list = async () => pools;
      await sumUpDays({
        ...system.ports,
        ...{ clock: { ...system.ports.clock, now }, batch: { ...batch, getPool }, poolStates: { ...poolStates, list } },
      });
      expect(looked.toSorted()).toEqual(pools.map(({ poolId }) => poolId));
      orders.push(looked.join());
    }
    expect(new Set(orders).size).toBe(3);
  });
});
