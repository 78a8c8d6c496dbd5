import { eventsUnpublished } from '../../core/audit/events.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { Publication } from '../../ports/event-queues.ts';

/** Writes down that the host has given up making deliveries of events; nobody is told of them any more. */
export async function recordUnpublished(ports: HasAuditWriter & HasClock, { events }: Publication): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  await ports.audit.append([
    eventsUnpublished({
      at: await ports.clock.now(),
      actor: 'queue:publish-events',
      correlation: first.data.correlation,
      reason: 'nobody was told of some events: making deliveries of them failed every time it was tried',
      events: events.map(({ id, type }) => ({ id, type })),
    }),
  ]);
}
