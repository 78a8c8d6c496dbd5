import { toCloudEvent } from '../../core/outbound/cloud-event.ts';
import type { AuditTrail } from '../../ports/audit.ts';
import { toPublications } from '../../ports/event-messages.ts';
import type { EventQueues } from '../../ports/event-queues.ts';

/**
 * A history that tells others of what it records: after the records, and with one message for as many events as fit. Where
 * that fails the append has failed for its caller, whose next try records and tells again: others hear of everything at
 * least once (docs/decisions/0012-events-after-their-records.md).
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
