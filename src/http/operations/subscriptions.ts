import * as z from 'zod';
import { SUBSCRIPTION } from '../../documents/subscriptions/subscription-document.ts';
import { getDocument, listDocuments, removeDocument } from '../documents.ts';
import type { Operation } from '../operation.ts';
import { putSubscription, SUBSCRIPTION_PATH } from '../outbound/subscriptions.ts';
import { NO_QUERY } from '../request/parse-params.ts';

const EXAMPLE = {
  id: 'ops',
  description: 'The channel of the people on call.',
  url: 'https://hooks.example/lamplighter',
  events: ['lamplighter.window.closing', 'lamplighter.node.start-failed'],
  filter: { pools: ['render-*'] },
  notice: { before: 'PT30M' },
};

const SHOWN = z.looseObject({ id: z.string(), url: z.string(), events: z.array(z.string()) });
const SAVED = SHOWN.extend({
  secret: z.string().optional().describe('Only where it is new; it is never shown again.'),
});
const SAVED_EXAMPLE = { ...EXAMPLE, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };

const ETAG = { etag: 'The version, for If-Match.' };
const CONDITIONS = z.object({ 'if-match': z.string().optional(), 'if-none-match': z.string().optional() });

/** Who is told of what. */
export const SUBSCRIPTIONS: readonly Operation[] = [
  {
    name: 'list-subscriptions',
    method: 'GET',
    route: 'subscriptions',
    access: 'read',
    tag: 'subscriptions',
    summary: 'All subscriptions, by id.',
    query: NO_QUERY,
    answers: {
      200: {
        description: 'All of them, without their secrets.',
        content: { schema: z.object({ subscriptions: z.array(SHOWN) }), example: { subscriptions: [EXAMPLE] } },
      },
    },
    problems: ['InvalidRequest'],
    handler: listDocuments('subscriptions'),
  },
  {
    name: 'get-subscription',
    method: 'GET',
    route: 'subscriptions/{id}',
    access: 'read',
    tag: 'subscriptions',
    summary: 'One subscription, without its secrets.',
    path: SUBSCRIPTION_PATH,
    query: NO_QUERY,
    headers: CONDITIONS.pick({ 'if-none-match': true }),
    answers: {
      200: { description: 'The subscription.', content: { schema: SHOWN, example: EXAMPLE }, headers: ETAG },
      304: { description: 'The caller has this version already.', headers: ETAG },
    },
    problems: ['InvalidRequest', 'DocumentNotFound'],
    handler: getDocument('subscriptions'),
  },
  {
    name: 'put-subscription',
    method: 'PUT',
    route: 'subscriptions/{id}',
    access: 'operate',
    tag: 'subscriptions',
    summary: 'Subscribes an address to events, or changes how.',
    description:
      'A new one needs no condition; a change needs its ETag in `If-Match`. Without `secret` one is made, or the one that is there is kept; a new `secret` makes the one before it a previous one unless `previousSecrets` says otherwise. The address must be https and in the internet unless `LAMPLIGHTER_OUTBOUND_HOSTS` names its host.',
    path: SUBSCRIPTION_PATH,
    query: NO_QUERY,
    headers: CONDITIONS,
    body: { schema: SUBSCRIPTION, example: EXAMPLE },
    answers: {
      200: { description: 'It was changed.', content: { schema: SAVED, example: EXAMPLE }, headers: ETAG },
      201: {
        description: 'It is new. Keep the secret.',
        content: { schema: SAVED, example: SAVED_EXAMPLE },
        headers: { ...ETAG, location: 'Its address.' },
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
    handler: putSubscription,
  },
  {
    name: 'delete-subscription',
    method: 'DELETE',
    route: 'subscriptions/{id}',
    access: 'operate',
    tag: 'subscriptions',
    summary: 'Ends a subscription; what is on its way to it is dropped.',
    path: SUBSCRIPTION_PATH,
    query: NO_QUERY,
    headers: CONDITIONS,
    answers: { 204: { description: 'It is gone.' } },
    problems: ['InvalidRequest', 'DocumentNotFound', 'PreconditionRequired', 'DocumentChanged'],
    handler: removeDocument('subscriptions'),
  },
];
