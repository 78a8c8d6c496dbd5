import { expect, it } from 'vitest';
import { calendarTable } from '../../src/adapters/tables/calendar-table.ts';
import { cleanUp } from '../../src/app/cleanup.ts';
import { testSubscription } from '../../src/app/outbound/ask-delivery.ts';
import { NO_MEMORY } from '../../src/core/memory/memory.ts';
import type { Acting } from '../../src/ports/pool-states.ts';
import { EventFlow } from './outbound/support/event-flow.ts';

const flow = EventFlow.forEachTest();

it('removes deliveries of more than 30 days ago and claims that no longer hold, and nothing else', async () => {
  const { claims, wallClock } = flow.ports;
  const now = await wallClock.now();
  await claims.claim({ scope: 'event', key: 'over', text: '', until: now.subtract({ seconds: 1 }) });
  await claims.claim({ scope: 'event', key: 'holds', text: '', until: now.add({ hours: 1 }) });
  await flow.subscribe();
  await testSubscription(flow.ports, 'ops', { actor: 'test' });
  await flow.system.account.advance('P20D');
  const young = await testSubscription(flow.ports, 'ops', { actor: 'test' });
  expect(await cleanUp(flow.ports)).toEqual({
    claims: 1,
    deliveries: 0,
    replays: 0,
    demandDays: 0,
    figureDays: 0,
    calendars: 0,
    poolStates: 0,
    health: 0,
    problems: [],
  });
  await flow.system.account.advance('P11D');
  expect(await cleanUp(flow.ports)).toEqual({
    claims: 0,
    deliveries: 1,
    replays: 0,
    demandDays: 0,
    figureDays: 0,
    calendars: 0,
    poolStates: 0,
    health: 0,
    problems: [],
  });
  expect((await flow.deliveries()).map(({ id }) => id)).toEqual([young.id]);
  expect(await claims.get('event', 'holds')).toBeDefined();
});

it('removes the rest where one kind of rows cannot be removed, and says which', async () => {
  await flow.subscribe();
  await testSubscription(flow.ports, 'ops', { actor: 'test' });
  await flow.system.account.advance('P31D');
  const claims = { ...flow.ports.claims, sweep: () => Promise.reject(new Error('down')) };
  expect(await cleanUp({ ...flow.ports, claims })).toMatchObject({
    claims: 0,
    deliveries: 1,
    problems: [expect.stringContaining('Old claims could not be deleted')],
  });
  expect(await flow.deliveries()).toEqual([]);
});

it('removes the copies of calendars that no saved schedule names, 30 days after their last use', async () => {
  const copies = calendarTable(flow.system.storage.tables('Schedules'));
  const [named, tried] = ['https://calendar.example/named.ics', 'https://calendar.example/tried.ics'];
  const triedAt = await flow.ports.clock.now();
  const nothing = { text: undefined, fetchedAt: undefined, etag: undefined, lastModified: undefined, fault: undefined };
  for (const address of [named, tried]) await copies.put({ ...nothing, address, triedAt });
  const text = JSON.stringify({ id: 'office', exceptions: [{ calendar: named }] });
  await flow.ports.documents.put({ kind: 'schedules', id: 'office', text, actor: 'test' }, 'absent');
  await flow.system.account.advance('P30D');
  expect(await cleanUp(flow.ports)).toMatchObject({ calendars: 0 });
  await flow.system.account.advance('PT1M');
  expect(await cleanUp(flow.ports)).toMatchObject({ calendars: 1 });
  expect((await copies.list()).map(({ address }) => address)).toEqual([named]);
});

it('removes the states of deleted pools 30 days after their last evaluation, unless something acts on them', async () => {
  const { account } = flow.system;
  const { clock, poolStates, batch } = flow.ports;
  await account.createIdlePool('there');
  const evaluated = async (poolId: string, acting?: Acting) => {
    const state = { account: 'demo', poolId, tick: await clock.now(), fingerprint: '', nextLook: undefined };
    await poolStates.put({ ...state, acting, lastPlan: undefined, memory: NO_MEMORY }, undefined);
  };
  for (const pool of ['There', 'Gone']) await evaluated(pool);
  await evaluated('acting', { correlation: 'c1', remembered: 0, until: await clock.now() });
  await account.advance('P30D');
  await evaluated('young');
  expect(await cleanUp(flow.ports)).toMatchObject({ poolStates: 0 });
  await account.advance('PT1M');
  const unreachable = { listPools: () => Promise.reject(new Error('down')) };
  const down = { ...flow.ports, batch: { ...batch, accounts: ['demo'], ...unreachable } };
  expect(await cleanUp(down)).toMatchObject({ poolStates: 0 });
  expect(await cleanUp(flow.ports)).toMatchObject({ poolStates: 1 });
  const left = await poolStates.list('demo');
  expect(left.map(({ poolId }) => poolId).toSorted()).toEqual(['There', 'acting', 'young']);
});

it('removes the health of nodes and pools that are deleted where the collector, which does that otherwise, is off', async () => {
  const { account } = flow.system;
  const [node] = await account.createIdlePool('there');
  const { health, clock } = flow.ports;
  const triedAt = await clock.now();
  const probed = async (poolId: string, nodeId: string) => {
    await health.expectVisit({ account: 'demo', poolId });
    await health.noteFault({
      ...{ account: 'demo', poolId, nodeId, triedAt, fault: 'no answer' },
      ...{ probe: undefined, failing: [], changes: undefined },
    });
  };
  const left = async (poolId: string) =>
    (await health.listOf({ account: 'demo', poolId })).map(({ record }) => record.nodeId);
  await probed('there', node?.id ?? '');
  await probed('there', 'deleted');
  await probed('gone', 'one');
  const off = { ...flow.ports, settings: { ...flow.ports.settings, healthCalls: 0 } };
  expect(await cleanUp(flow.ports)).toMatchObject({ health: 0, problems: [] });
  expect(await cleanUp(off)).toMatchObject({ health: 2, problems: [] });
  expect([await left('there'), await left('gone')]).toEqual([[node?.id], []]);
  expect((await health.visits('demo')).map(({ poolId }) => poolId)).toEqual(['there']);
});

it('says in which account rows could not be removed, and goes on with the others', async () => {
  const { batch, poolStates } = flow.ports;
  const accounts = ['demo', 'other'];
  const listPools = async () => [];
  const sweep = async (account: string) => (account === 'demo' ? Promise.reject(new Error('down')) : 3);
  const ports = { ...flow.ports, batch: { ...batch, accounts, listPools }, poolStates: { ...poolStates, sweep } };
  expect(await cleanUp(ports)).toMatchObject({
    poolStates: 3,
    problems: [expect.stringContaining('Old states of deleted pools in demo could not be deleted: down')],
  });
});
