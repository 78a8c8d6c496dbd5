import * as z from 'zod';
import { EVENT_TYPES } from '../../core/outbound/event-type.ts';
import { placeholdersIn, type ReceiverFormat } from '../../core/outbound/receiver-body.ts';
import type { Subscription } from '../../core/outbound/subscription.ts';
import { DESCRIPTION, DOCUMENT_ID, EDITOR_SCHEMA, SPAN, toSpan } from '../fields/fields.ts';
import { type Parsed, parseWith } from '../fields/parsed.ts';
import { POOL_PATTERN } from '../fields/pool-pattern.ts';

/** "Secrets: between 24 bytes (192 bits) and 64 bytes (512 bits)", https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const FEWEST_BYTES = 24;
const MOST_BYTES = 64;

const SECRET_FORM = 'a secret such as "whsec_…" is expected: whsec_ and 24 to 64 bytes in Base64';

const SECRET = z
  .string(SECRET_FORM)
  .refine(isSecret, SECRET_FORM)
  .meta({ pattern: '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$' })
  .describe('A secret.');

function isSecret(text: string): boolean {
  const base64 = text.slice('whsec_'.length);
  const bytes = Buffer.from(base64, 'base64');
  return (
    text.startsWith('whsec_') &&
    bytes.toString('base64') === base64 &&
    bytes.length >= FEWEST_BYTES &&
    bytes.length <= MOST_BYTES
  );
}

/** Faults do not quote the address, because it can contain a password. */
const ADDRESS = z
  .string('an https address is expected')
  .max(2000, 'at most 2000 characters')
  .refine(isAddress, 'an https address is expected, such as "https://hooks.example/lamplighter"')
  .meta({ format: 'uri', pattern: '^[Hh][Tt][Tt][Pp][Ss]?:' });

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

const EVENT = z
  .enum(['*', ...EVENT_TYPES], `"*" or a type of event is expected: ${EVENT_TYPES.join(', ')}`)
  .describe('A type of event, or "*".');

const ACCOUNT = z
  .string('the name of an account is expected')
  .regex(/^[a-z0-9]{3,24}$/, 'the name of an account has 3 to 24 lower-case letters and digits')
  .describe('The name of a Batch account.');

const FILTER = z
  .strictObject(
    {
      accounts: z
        .array(ACCOUNT, 'a list of accounts is expected')
        .min(1, 'nothing can match it')
        .max(50, 'at most 50 accounts')
        .describe('Only pools of these accounts.')
        .optional(),
      pools: z
        .array(POOL_PATTERN, 'a list of pool ids is expected')
        .min(1, 'nothing can match it')
        .max(100, 'at most 100 patterns')
        .describe('Only these pools.')
        .optional(),
    },
    'a filter such as { "pools": ["render-*"] } is expected',
  )
  .describe('Narrows events about pools; those about documents concern all pools.');

const NOTICE = z
  .strictObject(
    {
      before: SPAN.refine(isNotice, 'a span of time from PT1M to P1D is expected')
        .describe('How long before, from PT1M to P1D.')
        .default('PT30M'),
    },
    'a notice such as { "before": "PT30M" } is expected',
  )
  .describe('When events announce that a window is about to close.');

function isNotice(text: string): boolean {
  try {
    const minutes = toSpan(text).total('minutes');
    return minutes >= 1 && minutes <= 24 * 60;
  } catch {
    // The format check reports an invalid span already.
    return true;
  }
}

const FORMAT = z
  .enum(
    ['cloudevents', 'slack', 'teams', 'template', 'email'],
    '"cloudevents", "slack", "teams", "template" or "email" is expected',
  )
  .describe(
    'The form of what is posted: CloudEvents, a message for Slack or Microsoft Teams, the template, or an e-mail through Azure Communication Services.',
  );

const MOST_TEMPLATE_CHARACTERS = 8000;

const TEMPLATE = z
  .record(z.string(), z.json(), 'an object is expected, such as { "text": "{{data.reason}}" }')
  .refine(
    (template) => JSON.stringify(template).length <= MOST_TEMPLATE_CHARACTERS,
    `at most ${MOST_TEMPLATE_CHARACTERS} characters`,
  )
  .refine((template) => placeholdersIn(template).every((path) => EVENT_MEMBERS.test(path)), {
    error: 'a placeholder begins with a member of an event: id, source, subject, type, time, data.reason, data.pool …',
  })
  .describe('With the format "template": the JSON to post. {{data.reason}} and the like in its texts are replaced.');

const MAILBOX = z.email('an e-mail address is expected').max(254, 'at most 254 characters');

const EMAIL = z
  .strictObject(
    {
      from: MAILBOX.describe('The sender: an address that the Communication Services resource may send from.'),
      to: z
        .array(MAILBOX.describe('An address.'), 'a list of e-mail addresses is expected')
        .min(1, 'at least one address is expected')
        .max(50, 'at most 50 addresses')
        .describe('Who gets the e-mails.'),
    },
    'an object such as { "from": "lamps@contoso.com", "to": ["ops@contoso.com"] } is expected',
  )
  .describe(
    'With the format "email": who sends it and who gets it. "url" is the endpoint of the Communication Services resource.',
  );

const EVENT_MEMBERS = /^(?:id|source|subject|type|time|data\..+)$/;

const MEMBERS = z
  .strictObject(
    {
      $schema: EDITOR_SCHEMA,
      id: DOCUMENT_ID,
      description: DESCRIPTION,
      url: ADDRESS.describe('Where events are posted to, over https. Everybody who may read subscriptions sees it.'),
      events: z
        .array(EVENT, 'a list of types of events is expected')
        .min(1, 'at least one type of event is expected')
        .max(EVENT_TYPES.length + 1, `at most ${EVENT_TYPES.length + 1} types`)
        .describe('Types of events; "*" is all of them.'),
      filter: FILTER.optional(),
      secret: SECRET.describe(
        'The signing secret: whsec_ and 24 to 64 bytes in Base64. Generated if it is left out, and shown only in the response to the PUT that sets it; a change that leaves it out keeps it.',
      ).optional(),
      previousSecrets: z
        .array(SECRET, 'a list of secrets is expected')
        .max(4, 'at most 4 secrets')
        .describe(
          'What is signed with as well while receivers change over. Without it a new secret makes the one before it the previous one; [] ends that.',
        )
        .optional(),
      format: FORMAT.default('cloudevents'),
      template: TEMPLATE.optional(),
      email: EMAIL.optional(),
      notice: NOTICE.prefault({}),
      enabled: z.boolean('true or false is expected').describe('false sends nothing.').default(true),
    },
    'a subscription such as { "id": "ops", "url": "https://…", "events": ["*"] } is expected',
  )
  .describe('Where events are posted to, and which.');

const TEMPLATE_BELONGS = {
  path: ['template'],
  error: 'a template is needed with "format": "template", and only then',
};

const EMAIL_BELONGS = { path: ['email'], error: 'email is needed with "format": "email", and only then' };

/** A subscription as people write it. */
export const SUBSCRIPTION = MEMBERS.refine(hasItsTemplate, TEMPLATE_BELONGS).refine(hasItsEmail, EMAIL_BELONGS);

function hasItsTemplate({ format, template }: { readonly format: string; readonly template?: unknown }): boolean {
  return (format === 'template') === (template !== undefined);
}

function hasItsEmail({ format, email }: { readonly format: string; readonly email?: unknown }): boolean {
  return (format === 'email') === (email !== undefined);
}

/** Validates a subscription that a caller sends, and reports all faults. The address is not resolved. */
export function parseSubscription(value: unknown): Parsed<Omit<Subscription, 'secrets'>> {
  const parsed = parseWith(SUBSCRIPTION, value);
  return parsed.ok ? { ok: true, value: headingOf(parsed.value) } : parsed;
}

/** Parses a stored subscription, including its secret. */
export function parseKeptSubscription(value: unknown): Parsed<Subscription> {
  const parsed = parseWith(KEPT, value);
  if (!parsed.ok) return parsed;
  const { secret, previousSecrets = [] } = parsed.value;
  return { ok: true, value: { ...headingOf(parsed.value), secrets: [secret, ...previousSecrets] } };
}

const KEPT = MEMBERS.extend({ secret: SECRET })
  .refine(hasItsTemplate, TEMPLATE_BELONGS)
  .refine(hasItsEmail, EMAIL_BELONGS);

function headingOf(document: z.infer<typeof SUBSCRIPTION>): Omit<Subscription, 'secrets'> {
  const { id, url, events, filter, notice, enabled } = document;
  return {
    id,
    url,
    events,
    accounts: filter?.accounts,
    pools: filter?.pools,
    noticeBefore: toSpan(notice.before),
    enabled,
    format: formatOf(document),
  };
}

function formatOf({ format, template, email }: z.infer<typeof SUBSCRIPTION>): ReceiverFormat {
  if (format === 'template') return { kind: format, template };
  if (format !== 'email') return { kind: format };
  return { kind: format, from: email?.from ?? '', to: email?.to ?? [] };
}
