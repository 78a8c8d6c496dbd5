import * as z from 'zod';
import type { Operation } from '../operation.ts';
import {
  DELIVERIES_QUERY,
  DELIVERY_PATH,
  DELIVERY_VIEW,
  getDelivery,
  listDeliveries,
  postRetry,
  postTest,
} from '../outbound/deliveries.ts';
import { SUBSCRIPTION_PATH } from '../outbound/subscriptions.ts';
import { IDEMPOTENCY_HEADERS } from '../request/idempotency-key.ts';
import { NO_QUERY } from '../request/parse-params.ts';

const ID = '8227494399999.0a1b2c3d4e5f60718293a4b5c6d7e8f9';

const EXAMPLE = {
  id: ID,
  status: 'pending',
  type: 'lamplighter.node.started',
  event: 'p.demo.render.2026-03/17',
  time: '2026-03-02T07:53:20Z',
  attempts: [{ at: '2026-03-02T07:53:21.5Z', status: 500, fault: 'it answers 500', latencyMs: 41 }],
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

/** What was sent to whom, and what came of it. */
export const DELIVERIES: readonly Operation[] = [
  {
    name: 'list-deliveries',
    method: 'GET',
    route: 'subscriptions/{id}/deliveries',
    access: 'read',
    tag: 'subscriptions',
    summary: 'The deliveries of a subscription, a page at a time.',
    description: 'Each with its status and every attempt with status and latency. Kept for 30 days.',
    path: SUBSCRIPTION_PATH,
    query: DELIVERIES_QUERY,
    answers: {
      200: {
        description: 'A page of deliveries, newest first.',
        content: {
          schema: z.object({
            deliveries: z.array(DELIVERY_VIEW),
            cursor: z.string().nullable().describe('Leads to the next page; `null` on the last one.'),
          }),
          example: { deliveries: [EXAMPLE], cursor: null },
        },
      },
    },
    problems: ['InvalidRequest', 'DocumentNotFound'],
    handler: listDeliveries,
  },
  {
    name: 'get-delivery',
    method: 'GET',
    route: 'subscriptions/{id}/deliveries/{delivery}',
    access: 'read',
    tag: 'subscriptions',
    summary: 'One delivery, with its event.',
    description: 'Without the links of a notice: they are made when it is sent, and kept nowhere.',
    path: DELIVERY_PATH,
    query: NO_QUERY,
    answers: {
      200: {
        description: 'The delivery.',
        content: {
          schema: DELIVERY_VIEW.extend({ cloudEvent: z.looseObject({ id: z.string(), type: z.string() }) }),
          example: { ...EXAMPLE, cloudEvent: EVENT_EXAMPLE },
        },
      },
    },
    problems: ['InvalidRequest', 'DeliveryNotFound'],
    handler: getDelivery,
  },
  {
    name: 'retry-delivery',
    method: 'POST',
    route: 'subscriptions/{id}/deliveries/{delivery}/retry',
    access: 'operate',
    tag: 'subscriptions',
    summary: 'Tries a delivery once more, now.',
    description: 'Whatever became of it. Where it fails, it goes on as it would have after as many attempts.',
    path: DELIVERY_PATH,
    query: NO_QUERY,
    answers: {
      202: { description: 'It is tried.', content: { schema: DELIVERY_VIEW, example: EXAMPLE } },
    },
    problems: ['InvalidRequest', 'DocumentNotFound', 'DeliveryNotFound', 'DocumentChanged'],
    handler: postRetry,
  },
  {
    name: 'test-subscription',
    method: 'POST',
    route: 'subscriptions/{id}/test',
    access: 'operate',
    tag: 'subscriptions',
    summary: 'Sends an event that says nothing.',
    description: 'Of the type `lamplighter.test`, and also where the subscription is switched off.',
    path: SUBSCRIPTION_PATH,
    query: NO_QUERY,
    headers: IDEMPOTENCY_HEADERS,
    answers: {
      202: {
        description: 'It is on its way.',
        content: {
          schema: z.object({
            delivery: z.string().describe('Its id: what became of it is told there.'),
            correlation: z.string().describe('Of its records, and in the event.'),
          }),
          example: { delivery: ID, correlation: '7b875eda-2a2a-46a8-a204-24b01352ad23' },
        },
        headers: { location: 'The address of the delivery.' },
      },
    },
    problems: ['InvalidRequest', 'DocumentNotFound', 'IdempotencyKeyReused'],
    handler: postTest,
  },
];
