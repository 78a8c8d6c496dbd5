import { expect, it } from 'vitest';
import { cleanUp } from '../../src/app/cleanup.ts';
import { testSubscription } from '../../src/app/outbound/ask-delivery.ts';
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
  expect(await cleanUp(flow.ports)).toEqual({ claims: 1, deliveries: 0, replays: 0, demandDays: 0, figureDays: 0 });
  await flow.system.account.advance('P11D');
  expect(await cleanUp(flow.ports)).toEqual({ claims: 0, deliveries: 1, replays: 0, demandDays: 0, figureDays: 0 });
  expect((await flow.deliveries()).map(({ id }) => id)).toEqual([young.id]);
  expect(await claims.get('event', 'holds')).toBeDefined();
});
