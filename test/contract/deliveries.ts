import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../../src/core/outbound/cloud-event.ts';
import type { Deliveries, Delivery } from '../../src/ports/deliveries.ts';
import { NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

/** The event of a minute after noon. */
function anEvent(minute: number): CloudEvent {
  return {
    specversion: '1.0',
    id: `p.demo.render.2026-03/${minute}`,
    source: '/lamplighter/accounts/demo/pools/render',
    type: 'lamplighter.node.started',
    time: NOON.add({ minutes: minute }).toString(),
    datacontenttype: 'application/json',
    data: { reason: 'ü', actor: 'timer', correlation: 'c1' },
  };
}

/** What every store of deliveries does: one for an event, newest first, and tags keep those who try it apart. */
export function deliveriesContract(backend: Backend<Deliveries>): void {
  describe('deliveries', () => {
    let deliveries: Deliveries;
    onEach(backend, (port) => {
      deliveries = port;
    });

    function aDelivery(minute: number, overrides: Partial<Delivery> = {}): Delivery {
      return {
        ...deliveries.nameOf('ops', anEvent(minute)),
        event: anEvent(minute),
        status: 'pending',
        attempts: [{ at: NOON, status: 503, fault: 'it answers 503', latencyMs: 12 }],
        attemptsLeftOut: 3,
        nextAttempt: NOON.add({ minutes: 5 }),
        busyUntil: undefined,
        recorded: false,
        ...overrides,
      };
    }

    it('come back as they were added, by a name that is always the same for an event', async () => {
      const delivery = aDelivery(1);
      expect(await deliveries.add(delivery)).toBe(true);
      expect((await deliveries.get(backend.open().nameOf('ops', anEvent(1))))?.delivery).toEqual(delivery);
      expect(await deliveries.get(deliveries.nameOf('others', anEvent(1)))).toBeUndefined();
    });

    it('are added once, also where many add the same at the same moment', async () => {
      const added = await Promise.all(Array.from({ length: 8 }, () => backend.open().add(aDelivery(1))));
      expect(added.filter((isNew) => isNew)).toHaveLength(1);
    });

    it('are updated by one of those who have read the same', async () => {
      await deliveries.add(aDelivery(1));
      const tag = (await deliveries.get(aDelivery(1)))?.tag ?? '';
      const busy = aDelivery(1, { busyUntil: NOON.add({ seconds: 30 }) });
      const tags = await Promise.all(Array.from({ length: 6 }, () => backend.open().update(busy, tag)));
      const [next, ...others] = tags.filter((one) => one !== undefined);
      expect(others).toEqual([]);
      expect(await deliveries.update(aDelivery(1, { status: 'delivered' }), next ?? '')).toBeDefined();
      expect(await deliveries.update(aDelivery(2), tag)).toBeUndefined();
      expect((await deliveries.get(aDelivery(1)))?.delivery.status).toBe('delivered');
    });

    it('are paged newest first, of one subscription, with a status where one is asked for', async () => {
      for (const minute of [3, 1, 4, 2, 5]) {
        await deliveries.add(aDelivery(minute, { status: minute % 2 === 0 ? 'delivered' : 'pending' }));
      }
      await deliveries.add({ ...aDelivery(9), subscription: 'others' });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await deliveries.page({ subscription: 'ops', limit: 2, cursor });
        expect(page.deliveries.length).toBeLessThanOrEqual(2);
        seen.push(...page.deliveries.map(({ event }) => event.id));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual([5, 4, 3, 2, 1].map((minute) => anEvent(minute).id));
      const { deliveries: delivered } = await deliveries.page({ subscription: 'ops', status: 'delivered', limit: 9 });
      expect(delivered.map(({ event }) => event.id)).toEqual([4, 2].map((minute) => anEvent(minute).id));
    });

    it('are swept when their event is before an instant', async () => {
      for (const minute of [1, 2, 3]) await deliveries.add(aDelivery(minute));
      expect(await deliveries.sweep(NOON.add({ minutes: 3 }))).toBe(2);
      expect(await deliveries.sweep(NOON.add({ minutes: 3 }))).toBe(0);
      expect((await deliveries.page({ subscription: 'ops', limit: 9 })).deliveries).toHaveLength(1);
    });
  });
}
