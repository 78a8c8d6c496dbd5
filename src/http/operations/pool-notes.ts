import * as z from 'zod';
import { ANNOUNCEMENT } from '../../documents/announcements/announcement-document.ts';
import { OVERRIDE } from '../../documents/overrides/override-document.ts';
import { MOMENT } from '../answers/pool.ts';
import {
  ANNOUNCEMENT_ANSWER,
  ANNOUNCEMENT_ANSWER_EXAMPLE,
  ANNOUNCEMENT_EXAMPLE,
  OVERRIDE_ANSWER,
  OVERRIDE_ANSWER_EXAMPLE,
  OVERRIDE_EXAMPLE,
} from '../answers/pool-notes.ts';
import type { Operation } from '../operation.ts';
import {
  ANNOUNCEMENT_PATH,
  getAnnouncements,
  getOverride,
  postAnnouncement,
  postCircuitReset,
  putOverride,
  removeAnnouncement,
  removeOverride,
} from '../pools/pool-notes.ts';
import { IDEMPOTENCY_HEADERS } from '../request/idempotency-key.ts';
import { NO_QUERY, POOL_PATH } from '../request/parse-params.ts';

const POOL = 'accounts/{account}/pools/{pool}';

const OVERRIDE_CONTENT = { schema: OVERRIDE_ANSWER, example: OVERRIDE_ANSWER_EXAMPLE };

/** Pins of people and systems on a pool, each with its end. */
export const OVERRIDES: readonly Operation[] = [
  {
    name: 'put-override',
    method: 'PUT',
    route: `${POOL}/override`,
    access: 'operate',
    tag: 'overrides',
    summary: 'Overrides the schedules of a pool for a time.',
    description: 'A capacity, nodes to keep on or off, or both. It replaces what was there.',
    path: POOL_PATH,
    query: NO_QUERY,
    body: { schema: OVERRIDE, example: OVERRIDE_EXAMPLE },
    answers: {
      200: { description: 'In place of the one before.', content: OVERRIDE_CONTENT },
      201: { description: 'There was none.', content: OVERRIDE_CONTENT },
    },
    problems: [
      'InvalidRequest',
      'InvalidDocument',
      'AccountNotFound',
      'PoolNotFound',
      'BodyTooLarge',
      'UnsupportedMediaType',
    ],
    handler: putOverride,
  },
  {
    name: 'get-override',
    method: 'GET',
    route: `${POOL}/override`,
    access: 'read',
    tag: 'overrides',
    summary: 'The override of a pool.',
    path: POOL_PATH,
    query: NO_QUERY,
    answers: { 200: { description: 'It holds, or is to come.', content: OVERRIDE_CONTENT } },
    problems: ['InvalidRequest', 'AccountNotFound', 'OverrideNotFound'],
    handler: getOverride,
  },
  {
    name: 'delete-override',
    method: 'DELETE',
    route: `${POOL}/override`,
    access: 'operate',
    tag: 'overrides',
    summary: 'Takes the override of a pool back.',
    path: POOL_PATH,
    query: NO_QUERY,
    answers: { 204: { description: 'It holds no more.' } },
    problems: ['InvalidRequest', 'AccountNotFound', 'OverrideNotFound'],
    handler: removeOverride,
  },
];

/** Work that is to come. */
export const ANNOUNCEMENTS: readonly Operation[] = [
  {
    name: 'announce-work',
    method: 'POST',
    route: `${POOL}/announcements`,
    access: 'operate',
    tag: 'announcements',
    summary: 'Announces work for a pool: nodes are ready for it by then.',
    path: POOL_PATH,
    query: NO_QUERY,
    headers: IDEMPOTENCY_HEADERS,
    body: { schema: ANNOUNCEMENT, example: ANNOUNCEMENT_EXAMPLE },
    answers: {
      201: {
        description: 'It counts from now on.',
        headers: { location: 'Its address.' },
        content: { schema: ANNOUNCEMENT_ANSWER, example: ANNOUNCEMENT_ANSWER_EXAMPLE },
      },
    },
    problems: [
      'InvalidRequest',
      'InvalidDocument',
      'AccountNotFound',
      'PoolNotFound',
      'IdempotencyKeyReused',
      'BodyTooLarge',
      'UnsupportedMediaType',
    ],
    handler: postAnnouncement,
  },
  {
    name: 'list-announcements',
    method: 'GET',
    route: `${POOL}/announcements`,
    access: 'read',
    tag: 'announcements',
    summary: 'The work that is announced for a pool.',
    path: POOL_PATH,
    query: NO_QUERY,
    answers: {
      200: {
        description: 'What is not over, in order of time.',
        content: {
          schema: z.object({ announcements: z.array(ANNOUNCEMENT_ANSWER) }),
          example: { announcements: [ANNOUNCEMENT_ANSWER_EXAMPLE] },
        },
      },
    },
    problems: ['InvalidRequest', 'AccountNotFound'],
    handler: getAnnouncements,
  },
  {
    name: 'withdraw-announcement',
    method: 'DELETE',
    route: `${POOL}/announcements/{id}`,
    access: 'operate',
    tag: 'announcements',
    summary: 'Takes an announcement back.',
    path: ANNOUNCEMENT_PATH,
    query: NO_QUERY,
    answers: { 204: { description: 'It counts no more.' } },
    problems: ['InvalidRequest', 'AccountNotFound', 'AnnouncementNotFound'],
    handler: removeAnnouncement,
  },
];

/** The gate of a pool. */
export const CIRCUITS: readonly Operation[] = [
  {
    name: 'reset-circuit',
    method: 'POST',
    route: `${POOL}/circuit/reset`,
    access: 'operate',
    tag: 'pools',
    summary: "Closes the circuit of a pool's gate at its next evaluation.",
    path: POOL_PATH,
    query: NO_QUERY,
    headers: IDEMPOTENCY_HEADERS,
    answers: {
      202: {
        description: 'It will be closed, whether or not it is open now.',
        headers: { location: 'Its history.' },
        content: {
          schema: z.object({
            at: MOMENT,
            correlation: z.string().describe('The history has under it what comes of it.'),
          }),
          example: { at: '2026-03-02T12:00:00Z', correlation: '2f6b1c0e-58f4-4f3f-9d1e-7a0c5b9d3e21' },
        },
      },
    },
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'IdempotencyKeyReused'],
    handler: postCircuitReset,
  },
];
