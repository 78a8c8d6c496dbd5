import { deliveryGivenUp } from '../../core/audit/events.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasDeliveries } from '../../ports/deliveries.ts';
import type { DeliveryRequest } from '../../ports/event-queues.ts';
import { attemptsMade } from './attempts-made.ts';

/**
 * Records, under a claim, that a delivery is given up: its last attempt has failed, or the host has given up its message.
 * @returns the reason; `undefined` if there is nothing to record
 */
export async function recordGivenUp(
  ports: HasAuditWriter & HasClock & HasDeliveries,
  request: DeliveryRequest,
): Promise<string | undefined> {
  const kept = await ports.deliveries.get(request);
  if (kept === undefined) return undefined;
  const { delivery } = kept;
  const { subscription, id, status, attempts, event, recorded } = delivery;
  if (recorded || status === 'delivered' || status === 'dropped') return undefined;
  const made = attemptsMade(delivery);
  const last = attempts.at(-1)?.fault;
  const reason =
    status === 'given-up' ? `given up after ${made} attempts: ${last}` : 'its request failed in every attempt';
  await ports.audit.append([
    deliveryGivenUp({
      at: await ports.clock.now(),
      actor: 'queue:deliver-event',
      subscription,
      correlation: event.data.correlation,
      reason,
      delivery: { id, event: event.id, type: event.type, attempts: made },
    }),
  ]);
  const given = {
    ...delivery,
    status: 'given-up',
    nextAttempt: undefined,
    busyUntil: undefined,
    recorded: true,
  } as const;
  await ports.deliveries.update(given, kept.tag);
  return reason;
}
