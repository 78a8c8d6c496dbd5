import * as z from 'zod';
import type { Contract, Of } from './contract.ts';

const PATH = z.object({
  source: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'the name of a source has 1 to 40 lower-case letters, digits and hyphens')
    .describe('Who sends: `generic`, `azure-monitor`, `event-grid`, or a name of your own.'),
});

const SECRET = z
  .string()
  .optional()
  .describe('A secret of WEBHOOK_SECRETS; for azure-monitor and event-grid, where they have one.');

const OUTCOME = z.object({
  rule: z.string(),
  act: z.enum(['override', 'endOverride', 'announce', 'start', 'deallocate']).nullable(),
  outcome: z
    .enum(['applied', 'accepted', 'unneeded', 'refused', 'failed'])
    .describe('`accepted` is not carried out yet: the audit log has what comes of it.'),
  reason: z.string(),
  correlation: z.string().describe('Of all records of the act.'),
});

const STATUS = z.enum(['applied', 'ignored', 'duplicate', 'failed']);

const RECEIVED = z.object({
  id: z.string(),
  status: STATUS,
  correlation: z.string().describe('Of its record; for a duplicate that of the first time.'),
  rules: z.array(OUTCOME),
});

const RECEIPT = z.object({
  correlation: z.string().describe('Of the first event.'),
  status: STATUS,
  events: z.array(RECEIVED),
});

/** The result of an inbound event. */
export type ReceivedEvent = Of<typeof RECEIVED>;

const VALIDATION = z
  .object({ validationResponse: z.string() })
  .describe('The answer to the validation event of Event Grid.');

const CORRELATION = '0b7f3f51-5a0e-4c43-9d0f-3d6f0f1f7a10';

const EXAMPLE: z.infer<typeof RECEIPT> = {
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
          correlation: '5f0f8d8e-3a6e-8b61-9c57-0a4f5a0a2f11',
        },
      ],
    },
  ],
};

const COMMON = {
  route: 'webhooks/{source}',
  access: 'webhook',
  tag: 'webhooks',
  unread: true,
  path: PATH,
  query: z.object({ secret: SECRET }),
} as const;

export const receiveWebhook = {
  ...COMMON,
  name: 'receive-webhook',
  method: 'POST',
  summary: 'Take events of another system and apply the rules for them.',
  description:
    '`azure-monitor` takes alerts in the common alert schema, `event-grid` events in its schema or CloudEvents 1.0 and the validation event, ' +
    'every other source a JSON body signed by Standard Webhooks. An event that arrived already in the last 7 days does nothing. After a 503 send the delivery again.',
  headers: z.object({
    'webhook-id': z.string().optional().describe('Standard Webhooks: the id of the message, without full stops.'),
    'webhook-timestamp': z
      .string()
      .optional()
      .describe('Standard Webhooks: seconds since 1970, within 5 minutes of now.'),
    'webhook-signature': z
      .string()
      .optional()
      .describe('Standard Webhooks: `v1,` and the signature in Base64; several are separated by spaces.'),
    'x-webhook-secret': SECRET,
    'aeg-event-type': z
      .string()
      .optional()
      .describe('Event Grid: `SubscriptionValidation` asks for the code in the body.'),
  }),
  body: { schema: z.unknown(), example: { type: 'work.planned', data: { tasks: 200 } } },
  answers: {
    200: {
      description: 'Each event with the results of its rules, or the answer to the validation event.',
      content: { schema: z.union([RECEIPT, VALIDATION]), example: EXAMPLE },
    },
    202: {
      description: 'As 200; some of it was accepted and is still to be carried out.',
      content: { schema: RECEIPT, example: EXAMPLE },
    },
  },
  problems: ['SignatureInvalid', 'BodyTooLarge', 'UnsupportedMediaType', 'InvalidRequest', 'EventNotProcessed'],
} as const satisfies Contract;

export const validateWebhook = {
  ...COMMON,
  name: 'validate-webhook',
  method: 'OPTIONS',
  summary: 'Allow a sender of CloudEvents to send events to event-grid.',
  headers: z.object({
    'webhook-request-origin': z.string().describe('The sender, such as eventgrid.azure.net.'),
    'x-webhook-secret': SECRET,
  }),
  answers: {
    200: {
      description: 'The sender may send events.',
      headers: {
        'webhook-allowed-origin': 'The sender.',
        'webhook-allowed-rate': 'No limit.',
        allow: 'The methods.',
      },
    },
  },
  problems: ['SignatureInvalid', 'InvalidRequest'],
} as const satisfies Contract;
