import * as z from 'zod';
import { DELETE_CONDITIONS, READ_CONDITIONS, WRITE_CONDITIONS } from './conditions.ts';
import type { Contract, Of } from './contract.ts';
import { DRY_RUN, DRY_RUN_ANSWER, EFFECT, WARNING } from './effects.ts';
import { NO_QUERY } from './no-query.ts';
import { DOCUMENT_ID } from './parameters.ts';

const EXAMPLE = {
  id: 'ops',
  description: 'The channel of the people on call.',
  url: 'https://hooks.example/lamplighter',
  events: ['lamplighter.window.closing', 'lamplighter.node.start-failed'],
  filter: { pools: ['render-*'] },
  notice: { before: 'PT30M' },
};

const SHOWN = z.looseObject({ id: z.string(), url: z.string(), events: z.array(z.string()) });

/** A subscription without its secrets. */
export type Subscription = Of<typeof SHOWN>;

const SAVED = SHOWN.extend({
  secret: z.string().optional().describe('Only where the secret is new; it is never shown again.'),
  warnings: z.array(WARNING).describe('What it says without effect; absent where there is nothing.').optional(),
});

const ETAG = { etag: 'The version of the subscription, for `If-Match` and `If-None-Match`.' };

/** The subscription in a path. */
export const SUBSCRIPTION_PATH = z.object({ id: DOCUMENT_ID.describe('The id of the subscription.') });

export const listSubscriptions = {
  name: 'list-subscriptions',
  method: 'GET',
  route: 'subscriptions',
  access: 'read',
  tag: 'subscriptions',
  summary: 'List all subscriptions.',
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The subscriptions without their secrets, ordered by id.',
      content: { schema: z.object({ subscriptions: z.array(SHOWN) }), example: { subscriptions: [EXAMPLE] } },
    },
  },
  problems: ['InvalidRequest'],
} as const satisfies Contract;

export const getSubscription = {
  name: 'get-subscription',
  method: 'GET',
  route: 'subscriptions/{id}',
  access: 'read',
  tag: 'subscriptions',
  summary: 'Get a subscription, without its secrets.',
  path: SUBSCRIPTION_PATH,
  query: NO_QUERY,
  headers: READ_CONDITIONS,
  answers: {
    200: { description: 'The subscription.', content: { schema: SHOWN, example: EXAMPLE }, headers: ETAG },
    304: { description: 'The caller has this version already.', headers: ETAG },
  },
  problems: ['InvalidRequest', 'DocumentNotFound'],
} as const satisfies Contract;

export const putSubscription = {
  name: 'put-subscription',
  method: 'PUT',
  route: 'subscriptions/{id}',
  access: 'operate',
  tag: 'subscriptions',
  summary: 'Subscribe an address to events, or change its subscription.',
  description:
    'A new subscription needs no condition; a change needs its ETag in `If-Match`. Without `secret` the app makes one, or keeps the one that is there; a new `secret` makes the one before it a previous one unless `previousSecrets` says otherwise. The address must be https and public unless `LAMPLIGHTER_OUTBOUND_HOSTS` names its host.',
  path: SUBSCRIPTION_PATH,
  query: DRY_RUN,
  headers: WRITE_CONDITIONS,
  body: { document: 'subscription', confidential: true, example: EXAMPLE },
  answers: {
    200: {
      description:
        'The subscription was changed. Dry run: what saving it would do, without an `ETag`; nothing was done.',
      content: { schema: z.union([SAVED, EFFECT]), example: EXAMPLE },
      headers: ETAG,
    },
    201: {
      description: 'The subscription is new. Keep its secret.',
      content: { schema: SAVED, example: { ...EXAMPLE, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } },
      headers: { ...ETAG, location: 'The address of the subscription.' },
    },
  },
  problems: [
    'InvalidRequest',
    'InvalidDocument',
    'PreconditionRequired',
    'DocumentChanged',
    'BodyTooLarge',
    'UnsupportedMediaType',
  ],
} as const satisfies Contract;

export const deleteSubscription = {
  name: 'delete-subscription',
  method: 'DELETE',
  route: 'subscriptions/{id}',
  access: 'operate',
  tag: 'subscriptions',
  summary: 'Delete a subscription; deliveries that are pending are dropped.',
  path: SUBSCRIPTION_PATH,
  query: DRY_RUN,
  headers: DELETE_CONDITIONS,
  answers: { 200: DRY_RUN_ANSWER, 204: { description: 'The subscription was deleted.' } },
  problems: ['InvalidRequest', 'DocumentNotFound', 'PreconditionRequired', 'DocumentChanged'],
} as const satisfies Contract;
