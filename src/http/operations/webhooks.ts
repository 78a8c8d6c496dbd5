import * as z from 'zod';
import { SOURCE } from '../../documents/rules/rule-document.ts';
import type { Operation } from '../operation.ts';
import { receiveWebhook, validateWebhook } from '../webhooks/receive-webhook.ts';

const PATH = z.object({ source: SOURCE });

const SECRET = z
  .string()
  .optional()
  .describe('A secret of WEBHOOK_SECRETS; azure-monitor and event-grid, where they have some.');

const CORRELATION = '0b7f3f51-5a0e-4c43-9d0f-3d6f0f1f7a10';

const OUTCOME = z.object({
  rule: z.string(),
  act: z.enum(['override', 'endOverride', 'announce', 'start', 'deallocate']).nullable(),
  outcome: z
    .enum(['applied', 'accepted', 'unneeded', 'refused', 'failed'])
    .describe('`accepted` is not yet done: the history tells what comes of it.'),
  reason: z.string(),
  correlation: z.string().describe('Of all records of the act.'),
});

const STATUS = z.enum(['applied', 'ignored', 'duplicate', 'failed']);

const RECEIPT = z.object({
  correlation: z.string().describe('Of the first event.'),
  status: STATUS,
  events: z.array(
    z.object({
      id: z.string(),
      status: STATUS,
      correlation: z.string().describe('Of its record; that of the first time for a duplicate.'),
      rules: z.array(OUTCOME),
    }),
  ),
});

const VALIDATION = z.object({ validationResponse: z.string() }).describe('To Event Grid, which has asked.');

const DERIVED = '5f0f8d8e-3a6e-8b61-9c57-0a4f5a0a2f11';

const EXAMPLE = {
  correlation: CORRELATION,
  status: 'applied',
  events: [
    {
      id: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
      status: 'applied',
      correlation: CORRELATION,
      rules: [
        {
          rule: 'nightly-work',
          act: 'announce',
          outcome: 'applied',
          reason: "200 slots are announced for 'render' by 2026-03-03T05:00:00Z",
          correlation: DERIVED,
        },
      ],
    },
  ],
};

/** What other systems send. */
export const WEBHOOKS: readonly Operation[] = [
  {
    name: 'receive-webhook',
    method: 'POST',
    route: 'webhooks/{source}',
    access: 'webhook',
    tag: 'webhooks',
    summary: 'Takes events of another system and applies the rules that are for them.',
    description:
      '`azure-monitor` takes alerts in the common alert schema, `event-grid` events in its schema or CloudEvents 1.0 and the validation event, ' +
      'every other source a JSON body signed by Standard Webhooks. An event that was here in the last 7 days does nothing. 503: send it again.',
    path: PATH,
    query: z.object({ secret: SECRET }),
    headers: z.object({
      'webhook-id': z.string().optional().describe('Standard Webhooks: names the message; without full stops.'),
      'webhook-timestamp': z
        .string()
        .optional()
        .describe('Standard Webhooks: seconds since 1970, within 5 minutes of now.'),
      'webhook-signature': z
        .string()
        .optional()
        .describe('Standard Webhooks: `v1,` and the signature in Base64; several with spaces between.'),
      'x-webhook-secret': SECRET,
      'aeg-event-type': z
        .string()
        .optional()
        .describe('Event Grid: `SubscriptionValidation` asks for the code in the body.'),
    }),
    body: { schema: z.unknown(), example: { type: 'work.planned', data: { tasks: 200 } } },
    answers: {
      200: {
        description: 'Each event with what its rules have come to, or the answer to Event Grid that asks.',
        content: { schema: z.union([RECEIPT, VALIDATION]), example: EXAMPLE },
      },
      202: {
        description: 'As 200; something was accepted that is still to be done.',
        content: { schema: RECEIPT, example: EXAMPLE },
      },
    },
    problems: ['SignatureInvalid', 'BodyTooLarge', 'UnsupportedMediaType', 'InvalidRequest', 'EventNotProcessed'],
    handler: receiveWebhook,
  },
  {
    name: 'validate-webhook',
    method: 'OPTIONS',
    route: 'webhooks/{source}',
    access: 'webhook',
    tag: 'webhooks',
    summary: 'Tells a sender of CloudEvents that events may come to event-grid.',
    path: PATH,
    query: z.object({ secret: SECRET }),
    headers: z.object({
      'webhook-request-origin': z.string().describe('The sender, such as eventgrid.azure.net.'),
      'x-webhook-secret': SECRET,
    }),
    answers: {
      200: {
        description: 'They may.',
        headers: {
          'webhook-allowed-origin': 'The sender.',
          'webhook-allowed-rate': 'As many as it likes.',
          allow: 'The methods.',
        },
      },
    },
    problems: ['SignatureInvalid', 'InvalidRequest'],
    handler: validateWebhook,
  },
];
