import * as z from 'zod';
import { wordFor } from '../../app/documents/document-content.ts';
import { POLICY } from '../../documents/policies/policy-document.ts';
import { RULE } from '../../documents/rules/rule-document.ts';
import { SCHEDULE } from '../../documents/schedules/schedule-document.ts';
import type { DocumentKind } from '../../ports/documents.ts';
import { PREVIEW, PREVIEW_EXAMPLE } from '../answers/preview.ts';
import { DOCUMENT_PATH, getDocument, listDocuments, putDocument, removeDocument } from '../documents.ts';
import type { Content, Operation } from '../operation.ts';
import { PREVIEW_QUERY, previewOfSchedule } from '../preview.ts';
import { NO_QUERY } from '../request/parse-params.ts';

const ETAG = 'The version of the document, for `If-Match` and `If-None-Match`.';

const IF_MATCH = z
  .string()
  .describe(
    'The `ETag` of the version that is to be changed, or `*` for whatever is there. A new document needs none.',
  );

const SCHEDULE_EXAMPLE: z.input<typeof SCHEDULE> = {
  id: 'office-hours',
  timeZone: 'Europe/Berlin',
  windows: [{ name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 10 } }],
  outside: { min: 0, max: 0 },
};

const POLICY_EXAMPLE: z.input<typeof POLICY> = {
  id: 'render',
  pools: ['render', 'render-*'],
  mode: 'observe',
  schedules: ['office-hours'],
  idle: { timeout: 'PT20M', keep: 1 },
};

const RULE_EXAMPLE: z.input<typeof RULE> = {
  id: 'queue-is-long',
  source: 'azure-monitor',
  match: { 'data.essentials.alertRule': 'queue-*', 'data.essentials.monitorCondition': 'Fired' },
  act: {
    override: { account: 'demo', pool: 'render', capacity: { min: 4 }, until: 'PT4H', note: 'the queue is long' },
  },
};

const SCHEDULE_CONTENT = { schema: SCHEDULE, example: SCHEDULE_EXAMPLE };
const POLICY_CONTENT = { schema: POLICY, example: POLICY_EXAMPLE };

const AFTER_DELETION = {
  schedules: 'One that a policy names is kept.',
  policies: 'Its pools are left alone from then on.',
  rules: 'What it has done stays.',
} as const;

/** The documents that are all text, and written as they are. */
type PlainKind = keyof typeof AFTER_DELETION;

const PREVIEW_OPERATION: Operation = {
  name: 'preview-schedule',
  method: 'GET',
  route: 'schedules/{id}/preview',
  access: 'read',
  tag: 'schedules',
  summary: 'What a schedule will do: its edges, node-hours, cost and clock changes, and what is probably not meant.',
  description: 'From midnight of a date in its zone on, for some days and a pool of so many nodes.',
  path: DOCUMENT_PATH,
  query: PREVIEW_QUERY,
  answers: { 200: { description: 'The preview.', content: { schema: PREVIEW, example: PREVIEW_EXAMPLE } } },
  problems: ['InvalidRequest', 'DocumentNotFound', 'InvalidDocument'],
  handler: previewOfSchedule,
};

/** When pools should run. */
export const SCHEDULES: readonly Operation[] = [...operationsOn('schedules', SCHEDULE_CONTENT), PREVIEW_OPERATION];

/** What pools get. */
export const POLICIES: readonly Operation[] = operationsOn('policies', POLICY_CONTENT);

/** What is done when an event comes in by a webhook. */
export const RULES: readonly Operation[] = operationsOn('rules', { schema: RULE, example: RULE_EXAMPLE });

/** Reading and writing documents of a kind. */
function operationsOn(kind: PlainKind, content: Content): readonly Operation[] {
  return [...readsOf(kind, content), putOf(kind, content), deleteOf(kind)];
}

/** What the table holds may have come from elsewhere, and is shown all the same. */
function asStored({ schema = z.unknown(), example }: Content): Content {
  const other = z.looseObject({}).describe('Of another shape, where it was put into the table by other means.');
  const text = z.string().describe('Where it is no JSON at all.');
  return { schema: z.union([schema, other, text]), example };
}

function readsOf(kind: DocumentKind, content: Content): readonly Operation[] {
  const word = wordFor(kind);
  const stored = asStored(content);
  return [
    {
      name: `list-${kind}`,
      method: 'GET',
      route: kind,
      access: 'read',
      tag: kind,
      summary: `All ${kind}.`,
      query: NO_QUERY,
      answers: {
        200: {
          description: 'Ordered by id.',
          content: {
            schema: z.object({ [kind]: z.array(stored.schema ?? z.unknown()) }),
            example: { [kind]: [content.example] },
          },
        },
      },
      problems: ['InvalidRequest'],
      handler: listDocuments(kind),
    },
    {
      name: `get-${word}`,
      method: 'GET',
      route: `${kind}/{id}`,
      access: 'read',
      tag: kind,
      summary: `One ${word}.`,
      path: DOCUMENT_PATH,
      query: NO_QUERY,
      headers: z.object({
        'if-none-match': z.string().describe('The `ETag` of a version that the caller has already.').optional(),
      }),
      answers: {
        200: { description: 'The document.', headers: { etag: ETAG }, content: stored },
        304: { description: 'The caller has this version already.', headers: { etag: ETAG } },
      },
      problems: ['InvalidRequest', 'DocumentNotFound'],
      handler: getDocument(kind),
    },
  ];
}

function putOf(kind: DocumentKind, content: Content): Operation {
  const word = wordFor(kind);
  return {
    name: `put-${word}`,
    method: 'PUT',
    route: `${kind}/{id}`,
    access: 'operate',
    tag: kind,
    summary: `Saves a ${word}.`,
    description:
      'It is checked to the end, and every fault comes back with its path; one that is not valid changes nothing. ' +
      'A new one needs no condition, a change does. Saving what is there already writes nothing.',
    path: DOCUMENT_PATH,
    query: NO_QUERY,
    headers: z.object({
      'if-match': IF_MATCH.optional(),
      'if-none-match': z.string().describe('`*`: nothing may be there yet.').optional(),
    }),
    body: content,
    answers: {
      200: { description: 'It is changed.', headers: { etag: ETAG }, content },
      201: { description: 'It is new.', headers: { etag: ETAG, location: 'Its address.' }, content },
    },
    problems: [
      'InvalidRequest',
      'InvalidDocument',
      'DocumentChanged',
      'PreconditionRequired',
      'BodyTooLarge',
      'UnsupportedMediaType',
    ],
    handler: putDocument(kind),
  };
}

function deleteOf(kind: PlainKind): Operation {
  const word = wordFor(kind);
  return {
    name: `delete-${word}`,
    method: 'DELETE',
    route: `${kind}/{id}`,
    access: 'operate',
    tag: kind,
    summary: `Deletes a ${word}.`,
    description: AFTER_DELETION[kind],
    path: DOCUMENT_PATH,
    query: NO_QUERY,
    headers: z.object({
      'if-match': z.string().describe('The `ETag` of the version that is to go, or `*` for whatever is there.'),
    }),
    answers: { 204: { description: 'It is gone.' } },
    problems: [
      'InvalidRequest',
      'DocumentNotFound',
      'DocumentChanged',
      'PreconditionRequired',
      ...(kind === 'schedules' ? (['DocumentInUse'] as const) : []),
    ],
    handler: removeDocument(kind),
  };
}
