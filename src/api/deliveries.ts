import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { MOMENT } from './moments.ts';
import { NO_QUERY } from './no-query.ts';
import { IDEMPOTENCY_HEADERS, oneOf, pageLimit } from './parameters.ts';
import { SUBSCRIPTION_PATH } from './subscriptions.ts';

const STATUSES = ['pending', 'delivered', 'given-up', 'dropped'] as const;

const DELIVERY_ID = z.string().regex(/^\d{13}\.[0-9a-f]{32}$/, 'the id of a delivery is expected');

const DELIVERY_PATH = SUBSCRIPTION_PATH.extend({ delivery: DELIVERY_ID.describe('The id of the delivery.') });

const DELIVERY = z.object({
  id: z.string(),
  status: z.enum(STATUSES),
  type: z.string(),
  event: z.string().describe('The id of the event: `webhook-id` of every attempt.'),
  time: MOMENT.describe("When the event happened, by the app's clock."),
  attempts: z
    .array(
      z.object({
        at: MOMENT.describe('In real time.'),
        status: z.int().nullable().describe('The HTTP status; `null` where no answer came.'),
        fault: z.string().nullable().describe('Why the attempt failed; `null` for one that succeeded.'),
        latencyMs: z.int(),
      }),
    )
    .describe('The latest, the oldest of them first.'),
  attemptsLeftOut: z.int().describe('How many attempts were made before these: the last 30 are kept.'),
  nextAttempt: MOMENT.nullable().describe('In real time; `null` where no attempt follows.'),
});

/** The delivery of an event to a subscription. */
export type Delivery = Of<typeof DELIVERY>;

const ID = '8227494399999.0a1b2c3d4e5f60718293a4b5c6d7e8f9';

const EXAMPLE: z.infer<typeof DELIVERY> = {
  id: ID,
  status: 'pending',
  type: 'lamplighter.node.started',
  event: 'p.demo.render.2026-03/17',
  time: '2026-03-02T07:53:20Z',
  attempts: [{ at: '2026-03-02T07:53:21.5Z', status: 500, fault: 'it answers 500', latencyMs: 41 }],
  attemptsLeftOut: 0,
  nextAttempt: '2026-03-02T07:53:26.5Z',
};

const EVENT_EXAMPLE = {
  specversion: '1.0',
  id: EXAMPLE.event,
  source: '/lamplighter/accounts/demo/pools/render',
  subject: 'tvmps_1',
  type: EXAMPLE.type,
  time: EXAMPLE.time,
  datacontenttype: 'application/json',
  data: {
    reason: 'ready after 180 s',
    actor: 'timer:evaluate-pools',
    correlation: 'c0ffee',
    account: 'demo',
    pool: 'render',
  },
};

export const listDeliveries = {
  name: 'list-deliveries',
  method: 'GET',
  route: 'subscriptions/{id}/deliveries',
  access: 'read',
  tag: 'subscriptions',
  summary: 'List the deliveries of a subscription, page by page.',
  description:
    'Each with its status and its last 30 attempts with status and latency. Deliveries are kept for 30 days.',
  path: SUBSCRIPTION_PATH,
  query: z.strictObject({
    status: oneOf(STATUSES).describe('Only deliveries with this status.').optional(),
    cursor: DELIVERY_ID.describe('The `cursor` of the page before; the first page without it.').optional(),
    limit: pageLimit(200, 50),
  }),
  answers: {
    200: {
      description: 'A page of deliveries, the newest first.',
      content: {
        schema: z.object({
          deliveries: z.array(DELIVERY),
          cursor: z.string().nullable().describe('For the next page; `null` on the last page.'),
        }),
        example: { deliveries: [EXAMPLE], cursor: null },
      },
    },
  },
  problems: ['InvalidRequest', 'DocumentNotFound'],
} as const satisfies Contract;

export const getDelivery = {
  name: 'get-delivery',
  method: 'GET',
  route: 'subscriptions/{id}/deliveries/{delivery}',
  access: 'read',
  tag: 'subscriptions',
  summary: 'Get a delivery with its event.',
  description: 'Without the links of a notice: they are made when it is sent, and are not kept.',
  path: DELIVERY_PATH,
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The delivery.',
      content: {
        schema: DELIVERY.extend({ cloudEvent: z.looseObject({ id: z.string(), type: z.string() }) }),
        example: { ...EXAMPLE, cloudEvent: EVENT_EXAMPLE },
      },
    },
  },
  problems: ['InvalidRequest', 'DeliveryNotFound'],
} as const satisfies Contract;

export const retryDelivery = {
  name: 'retry-delivery',
  method: 'POST',
  route: 'subscriptions/{id}/deliveries/{delivery}/retry',
  access: 'operate',
  tag: 'subscriptions',
  summary: 'Try a delivery again now.',
  description:
    'Whatever its status is. If the attempt fails, the next one follows as it would have after as many attempts. To a subscription that is switched off nothing but tests is sent.',
  path: DELIVERY_PATH,
  query: NO_QUERY,
  answers: { 202: { description: 'The attempt follows.', content: { schema: DELIVERY, example: EXAMPLE } } },
  problems: ['InvalidRequest', 'DocumentNotFound', 'DeliveryNotFound', 'DocumentChanged'],
} as const satisfies Contract;

export const testSubscription = {
  name: 'test-subscription',
  method: 'POST',
  route: 'subscriptions/{id}/test',
  access: 'operate',
  tag: 'subscriptions',
  summary: 'Send a test event to a subscription.',
  description: 'Of the type `lamplighter.test`; also to a subscription that is switched off.',
  path: SUBSCRIPTION_PATH,
  query: NO_QUERY,
  headers: IDEMPOTENCY_HEADERS,
  answers: {
    202: {
      description: 'The event is being sent.',
      content: {
        schema: z.object({
          delivery: z.string().describe('The id of the delivery, which has the result.'),
          correlation: z.string().describe('Of its records in the audit log, and in the event.'),
        }),
        example: { delivery: ID, correlation: '7b875eda-2a2a-46a8-a204-24b01352ad23' },
      },
      headers: { location: 'The address of the delivery.' },
    },
  },
  problems: ['InvalidRequest', 'DocumentNotFound', 'IdempotencyKeyReused'],
} as const satisfies Contract;
