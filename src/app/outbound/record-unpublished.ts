import { eventsUnpublished } from '../../core/audit/events.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { Publication } from '../../ports/event-queues.ts';

/** Records that the host has given up a message with events: no subscription receives them. */
export async function recordUnpublished(ports: HasAuditWriter & HasClock, { events }: Publication): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  await ports.audit.append([
    eventsUnpublished({
      at: await ports.clock.now(),
      actor: 'queue:publish-events',
      correlation: first.data.correlation,
      reason: 'some events were not delivered: creating their deliveries failed at every attempt',
      events: events.map(({ id, type }) => ({ id, type })),
    }),
  ]);
}
