import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import type { InboundEvent } from '../../../app/webhooks/inbound-event.ts';
import { requireFewEvents } from '../../../app/webhooks/receive-events.ts';
import { parseWith } from '../../../documents/fields/parsed.ts';
import { AppError } from '../../../ports/errors.ts';
import { cloudEventInHeaders } from './cloud-event-headers.ts';
import { requireSecret } from './proofs.ts';
import type { WebhookSource } from './webhook-source.ts';

const TEXT = z.string('a text is expected').min(1, 'a text is expected').max(2000, 'at most 2000 characters');

/** https://learn.microsoft.com/azure/event-grid/event-schema */
const EVENT_GRID_EVENT = z.looseObject(
  { id: TEXT, eventType: TEXT, topic: z.string('a text is expected').nullish() },
  'an event in the Event Grid schema is expected',
);

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#required-attributes */
export const CLOUD_EVENT = z.looseObject(
  { specversion: z.literal('1.0', '"1.0" is expected'), id: TEXT, source: TEXT, type: TEXT },
  'a CloudEvent is expected',
);

const VALIDATION = 'Microsoft.EventGrid.SubscriptionValidationEvent';

const VALIDATION_EVENT = z.object({
  eventType: z.literal(VALIDATION, `${VALIDATION} is expected`),
  data: z.object({ validationCode: TEXT }, 'data with a validationCode are expected'),
});

/** Azure Event Grid, in its own schema or in CloudEvents 1.0. */
export const EVENT_GRID: WebhookSource = {
  name: 'event-grid',
  proof: { by: 'secret', require: requireSecret },
  read: ({ request, body }) => eventsIn(request, body),
  handshake: {
    answer: (request, body) => {
      const code = validationCodeIn(request, body);
      return code === undefined ? undefined : { validationResponse: code };
    },
    byOptions: true,
  },
};

/**
 * The code of Event Grid's validation request; `undefined` for any other delivery.
 * https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema
 */
function validationCodeIn({ headers }: HttpRequest, body: unknown): string | undefined {
  if (headers.get('aeg-event-type')?.toLowerCase() !== 'subscriptionvalidation') return undefined;
  const parsed = parseWith(z.tuple([VALIDATION_EVENT], 'one validation event is expected'), body);
  if (!parsed.ok) throw new AppError('InvalidRequest', 'The body is not a validation event.', parsed);
  return parsed.value[0].data.validationCode;
}

/**
 * The events of a delivery: CloudEvents 1.0, one or many in the body or one with its attributes in the headers; or events of
 * the Event Grid schema.
 */
function eventsIn({ headers }: HttpRequest, body: unknown): readonly InboundEvent[] {
  if (headers.get('ce-specversion') !== null) return cloudEvents([cloudEventInHeaders(headers, body)]);
  const isCloudEvent = /^application\/cloudevents(-batch)?\+json/i.test(headers.get('content-type') ?? '');
  const list = Array.isArray(body) ? (body as readonly unknown[]) : [body];
  requireFewEvents(list);
  return isCloudEvent || list.some(hasVersion) ? cloudEvents(list) : eventGridEvents(list);
}

function hasVersion(event: unknown): boolean {
  return typeof event === 'object' && event !== null && Object.hasOwn(event, 'specversion');
}

function cloudEvents(list: readonly unknown[]): readonly InboundEvent[] {
  const parsed = parseWith(z.array(CLOUD_EVENT), list);
  if (!parsed.ok) throw new AppError('InvalidRequest', 'The body is not CloudEvents that can be read.', parsed);
  return parsed.value.map((event) => ({ id: event.id, key: JSON.stringify([event.source, event.id]), body: event }));
}

function eventGridEvents(list: readonly unknown[]): readonly InboundEvent[] {
  const parsed = parseWith(z.array(EVENT_GRID_EVENT), list);
  if (!parsed.ok) throw new AppError('InvalidRequest', 'The body is not events that can be read.', parsed);
  return parsed.value.map((event) => ({
    id: event.id,
    key: JSON.stringify([event.topic ?? '', event.id]),
    body: event,
  }));
}
