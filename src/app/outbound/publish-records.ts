import { toCloudEvent } from '../../core/outbound/cloud-event.ts';
import type { AuditTrail } from '../../ports/audit.ts';
import { toPublications } from '../../ports/event-messages.ts';
import type { EventQueues } from '../../ports/event-queues.ts';

/**
 * An audit log that publishes its records as events: after they are written, with as many events to a message as fit. If
 * publishing fails, the append fails for its caller, whose retry records and publishes again: delivery is at least once
 * (docs/decisions/0012-events-after-their-records.md).
 */
export function publishingRecords(audit: AuditTrail, { publish }: Pick<EventQueues, 'publish'>): AuditTrail {
  return {
    ...audit,
    append: async (entries, options) => {
      const records = await audit.append(entries, options);
      const events = records.flatMap((record) => toCloudEvent(record) ?? []);
      for (const publication of toPublications(events)) await publish(publication);
      return records;
    },
  };
}
