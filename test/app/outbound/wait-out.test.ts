import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { deliverEvent } from '../../../src/app/outbound/deliver-event.ts';
import { publishEvents } from '../../../src/app/outbound/publish-events.ts';
import { waitOut } from '../../../src/app/outbound/wait-out.ts';
import { AppError } from '../../../src/ports/errors.ts';
import { fromDeliveryMessage, fromPublicationMessage } from '../../../src/ports/event-messages.ts';
import type { DeliveryRequest, Publication } from '../../../src/ports/event-queues.ts';
import { NOON } from '../../support/builders.ts';
import { EventFlow } from './support/event-flow.ts';

const DOWN = new AppError('StorageUnavailable', 'The table Deliveries could not be used.');

describe('a message whose work fails', () => {
  const at = (now: Temporal.Instant) => ({ wallClock: { now: async () => now } });

  it.each([
    // down for, waits for, in seconds
    [undefined, 10],
    [0, 10],
    [30, 30],
    [59.5, 60],
    [86_400, 60],
    [172_800, 60],
  ])('because the storage has been down for %s s waits for %d s', async (seconds, pause) => {
    const downSince = seconds === undefined ? undefined : NOON.subtract({ milliseconds: seconds * 1000 });
    const sent: unknown[] = [];
    const waited = await waitOut(at(NOON), {
      downSince,
      work: () => Promise.reject(DOWN),
      sendAgain: async (waits, delay) => void sent.push([waits.downSince?.toString(), delay.total('seconds')]),
    });
    expect(waited).toEqual({ waits: DOWN.message });
    expect(sent).toEqual([[(downSince ?? NOON).toString(), pause]]);
  });

  it.each<readonly [string, Error, Temporal.Instant]>([
    ['for another reason', new Error('a fault of ours'), NOON],
    ['for more than two days', DOWN, NOON.add({ hours: 48, seconds: 1 })],
  ])('%s fails', async (_, failure, now) => {
    const sendAgain = () => Promise.reject(new Error('not to be sent'));
    const work = () => Promise.reject(failure);
    await expect(waitOut(at(now), { downSince: NOON, work, sendAgain })).rejects.toBe(failure);
  });

  it('fails for the reason of its work where it cannot be queued either', async () => {
    const sendAgain = () => Promise.reject(new Error('the queue is down'));
    const work = () => Promise.reject(DOWN);
    await expect(waitOut(at(NOON), { downSince: undefined, work, sendAgain })).rejects.toBe(DOWN);
  });
});

describe('while the tables cannot be used', () => {
  const flow = EventFlow.forEachTest();

  /** The app without tables for deliveries, and what it queues meanwhile. */
  function withoutTables() {
    const published: Publication[] = [];
    const requested: DeliveryRequest[] = [];
    const down = () => Promise.reject(DOWN);
    const ports = {
      ...flow.ports,
      deliveries: { ...flow.ports.deliveries, add: down, get: down },
      events: {
        ...flow.ports.events,
        publish: async (publication: Publication) => void published.push(publication),
        deliver: async (request: DeliveryRequest) => void requested.push(request),
      },
    };
    return { ports, published, requested };
  }

  /** Tries a message with a failing function, more often than the host does, and gives what is queued of it then. */
  async function tried<Message>(sent: Message[], attempt: (message: Message) => Promise<unknown>) {
    for (let time = 0; time < 8; time += 1) await attempt(only(sent.splice(0)));
    return only(sent);
  }

  function only<Item>(items: readonly Item[]): Item {
    const [item, ...others] = items;
    if (item === undefined || others.length > 0) throw new Error('One message is expected.');
    return item;
  }

  it('events wait, and their deliveries are created then', async () => {
    await flow.subscribe();
    const { ports, published } = withoutTables();
    await flow.take('publish-events');
    await flow.save('schedules', { id: 'hours', timeZone: 'Etc/UTC', windows: [] });
    published.push(...(await flow.take('publish-events')).map(fromPublicationMessage));
    const waiting = await tried(published, async (publication) =>
      expect(await publishEvents(ports, publication)).toBe(`1 event waits: ${DOWN.message}`),
    );
    expect(await publishEvents(flow.ports, waiting)).toBe('1 event, 1 delivery');
  });

  it('deliveries wait, and arrive then', async () => {
    await flow.subscribe();
    await flow.save('schedules', { id: 'hours', timeZone: 'Etc/UTC', windows: [] });
    const { ports, requested } = withoutTables();
    requested.push(...(await flow.publish()));
    const waiting = await tried(requested, async (request) =>
      expect(await deliverEvent(ports, request)).toEqual({ kind: 'skipped', reason: `it waits: ${DOWN.message}` }),
    );
    expect(await deliverEvent(flow.ports, waiting)).toMatchObject({ delivery: { status: 'delivered' } });
    expect(flow.receiver.received).toHaveLength(1);
  });

  it('a message says in the queue since when it waits', async () => {
    await flow.ports.events.deliver({ subscription: 'ops', id: '1', attempts: 0, downSince: NOON });
    expect((await flow.take('deliver-event')).map(fromDeliveryMessage)).toEqual([
      { subscription: 'ops', id: '1', attempts: 0, downSince: NOON },
    ]);
    await flow.ports.events.publish({ events: [], downSince: NOON });
    expect((await flow.take('publish-events')).map(fromPublicationMessage)).toEqual([{ events: [], downSince: NOON }]);
  });
});
