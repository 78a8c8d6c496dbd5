import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { DRY_RUN, DRY_RUN_ANSWER, WARNING } from './effects.ts';
import { MOMENT } from './moments.ts';
import { NO_QUERY } from './no-query.ts';
import { IDEMPOTENCY_HEADERS, POOL_PATH, POOL_ROUTE } from './parameters.ts';

const ANNOUNCEMENT = z
  .object({
    id: z.string().describe('It is also the correlation of its record.'),
    slots: z.int(),
    by: MOMENT,
    until: MOMENT,
    note: z.string(),
    actor: z.string().describe('Who announced the work.'),
  })
  .meta({ id: 'AnnouncementInForce' });

/** A stored announcement. */
export type AnnouncementInForce = Of<typeof ANNOUNCEMENT>;

const EXAMPLE: z.infer<typeof ANNOUNCEMENT> = {
  id: '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d',
  slots: 200,
  by: '2026-03-03T18:00:00Z',
  until: '2026-03-03T19:00:00Z',
  note: 'the nightly frames',
  actor: 'http:function-key',
};

export const announceWork = {
  name: 'announce-work',
  method: 'POST',
  route: `${POOL_ROUTE}/announcements`,
  access: 'operate',
  tag: 'announcements',
  summary: 'Announce work for a pool, so that nodes are ready for it in time.',
  path: POOL_PATH,
  query: DRY_RUN,
  headers: IDEMPOTENCY_HEADERS,
  body: {
    document: 'announcement',
    example: { slots: 200, by: '2026-03-03T18:00:00Z', note: 'the nightly frames' },
  },
  answers: {
    200: DRY_RUN_ANSWER,
    201: {
      description: 'The announcement counts from now on.',
      headers: { location: 'The address of the announcement.' },
      content: {
        schema: ANNOUNCEMENT.extend({
          warnings: z.array(WARNING).describe('What it says without effect; absent where there is nothing.').optional(),
        }),
        example: EXAMPLE,
      },
    },
  },
  problems: [
    'InvalidRequest',
    'InvalidDocument',
    'AccountNotFound',
    'PoolNotFound',
    'TooManyAnnouncements',
    'IdempotencyKeyReused',
    'BodyTooLarge',
    'UnsupportedMediaType',
  ],
} as const satisfies Contract;

export const listAnnouncements = {
  name: 'list-announcements',
  method: 'GET',
  route: `${POOL_ROUTE}/announcements`,
  access: 'read',
  tag: 'announcements',
  summary: 'List the work that is announced for a pool.',
  path: POOL_PATH,
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The announcements that are not over, ordered by time.',
      content: {
        schema: z.object({
          announcements: z.array(ANNOUNCEMENT),
          unreadable: z
            .array(z.object({ id: z.string(), fault: z.string() }))
            .describe(
              'Stored announcements that cannot be read: the pool is left alone until they are withdrawn. Absent where there is none.',
            )
            .optional(),
        }),
        example: { announcements: [EXAMPLE] },
      },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound'],
} as const satisfies Contract;

export const withdrawAnnouncement = {
  name: 'withdraw-announcement',
  method: 'DELETE',
  route: `${POOL_ROUTE}/announcements/{id}`,
  access: 'operate',
  tag: 'announcements',
  summary: 'Withdraw an announcement.',
  path: POOL_PATH.extend({
    id: z.guid('the id of an announcement is expected').describe('The `id` of the announcement.'),
  }),
  query: DRY_RUN,
  answers: { 200: DRY_RUN_ANSWER, 204: { description: 'The announcement no longer counts.' } },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'AnnouncementNotFound'],
} as const satisfies Contract;
