import { expect, it } from 'vitest';
import { recordUnpublished } from '../../../src/app/outbound/record-unpublished.ts';
import type { CloudEvent } from '../../../src/core/outbound/cloud-event.ts';
import { fromPublicationMessage, toPublications } from '../../../src/ports/event-messages.ts';
import { EventFlow } from './support/event-flow.ts';

const flow = EventFlow.forEachTest();

it('writes down of which events nobody was told', async () => {
  await flow.save('schedules', { id: 'hours', timeZone: 'Etc/UTC', windows: [] });
  const [message] = await flow.take('publish-events');
  await recordUnpublished(flow.ports, fromPublicationMessage(message));
  const [saved] = await flow.recorded('schedule.put');
  expect(await flow.recorded('events.unpublished')).toMatchObject([
    {
      actor: 'queue:publish-events',
      correlation: saved?.correlation,
      after: [{ id: `${saved?.chain}/${saved?.number}`, type: 'lamplighter.schedule.put' }],
    },
  ]);
  // and nobody is told of that
  expect(await flow.waiting('publish-events')).toBe(0);
});

it('is asked for with as many events as fit in a message, in order', () => {
  const event = (id: number): CloudEvent => ({
    specversion: '1.0',
    id: `${id}`,
    source: '/lamplighter/documents',
    type: 'lamplighter.schedule.put',
    time: '2026-03-02T12:00:00Z',
    datacontenttype: 'application/json',
    data: { reason: 'ü'.repeat(1000), actor: 'a', correlation: 'c' },
  });
  const events = Array.from({ length: 20 }, (_, id) => event(id));
  const publications = toPublications(events);
  expect(publications.flatMap((publication) => publication.events)).toEqual(events);
  expect(publications.map((publication) => publication.events.length)).toEqual([7, 7, 6]);
  expect(toPublications([])).toEqual([]);
});
