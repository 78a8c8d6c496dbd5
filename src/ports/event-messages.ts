import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { CloudEvent } from '../core/outbound/cloud-event.ts';
import { asciiJson } from '../core/text/ascii-json.ts';
import type { DeliveryRequest, Publication } from './event-queues.ts';

/**
 * The most bytes of all events in a message, as JSON. A storage queue accepts 48 KiB of text, including the JSON around
 * them.
 */
const LONGEST_MESSAGE = 46_000;
/** A longer event is sent without its `before` and `after`. */
const LONGEST_EVENT = 40_000;

const EVENT = z.lazy(() =>
  z.strictObject({
    specversion: z.literal('1.0'),
    id: z.string().min(1),
    source: z.string().min(1),
    subject: z.string().optional(),
    type: z.string().min(1),
    time: z.string(),
    datacontenttype: z.literal('application/json'),
    data: z.looseObject({ reason: z.string(), actor: z.string(), correlation: z.string() }),
  }),
);

const DOWN_SINCE = {
  downSince: z
    .string()
    .transform((text) => Temporal.Instant.from(text))
    .optional(),
};

const PUBLICATION = z.lazy(() =>
  z.strictObject({ events: z.array(EVENT), subscription: z.string().optional(), ...DOWN_SINCE }),
);

const REQUEST = z.lazy(() =>
  z.strictObject({ subscription: z.string().min(1), id: z.string().min(1), attempts: z.int().min(0), ...DOWN_SINCE }),
);

/** The publications that hold the events, in order; an event that is too large loses its `before` and `after`. */
export function toPublications(events: readonly CloudEvent[]): readonly Publication[] {
  const publications: CloudEvent[][] = [];
  let length = 0;
  for (const event of events.map(fitting)) {
    const size = asciiJson(event).length + 1;
    const last = publications.at(-1);
    if (last === undefined || length + size > LONGEST_MESSAGE) {
      publications.push([event]);
      length = size;
    } else {
      last.push(event);
      length += size;
    }
  }
  return publications.map((together) => ({ events: together }));
}

function fitting(event: CloudEvent): CloudEvent {
  if (asciiJson(event).length <= LONGEST_EVENT) return event;
  const { before, after, ...data } = event.data;
  const omitted = [...(before === undefined ? [] : ['before']), ...(after === undefined ? [] : ['after'])];
  return { ...event, data: { ...data, omitted } };
}

/** A publication as a queue message. */
export function toPublicationMessage(publication: Publication): string {
  return asciiJson(publication);
}

/** @throws Error for an invalid message */
export function fromPublicationMessage(message: unknown): Publication {
  return PUBLICATION.parse(message) as Publication;
}

/** The event in a stored text. @throws Error for an invalid text */
export function fromEventText(text: string): CloudEvent {
  return EVENT.parse(JSON.parse(text)) as CloudEvent;
}

/** A request to attempt a delivery, as a queue message. */
export function toDeliveryMessage({ subscription, id, attempts, downSince }: DeliveryRequest): string {
  return JSON.stringify({ subscription, id, attempts, downSince });
}

/** @throws Error for an invalid message */
export function fromDeliveryMessage(message: unknown): DeliveryRequest {
  return REQUEST.parse(message);
}
