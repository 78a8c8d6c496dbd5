import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { DRY_RUN, DRY_RUN_ANSWER, EFFECT, WARNING } from './effects.ts';
import { MOMENT } from './moments.ts';
import { NO_QUERY } from './no-query.ts';
import { POOL_PATH, POOL_ROUTE } from './parameters.ts';

const AMOUNT = z.union([z.number(), z.string()]).describe('A number of nodes, or a share such as `50%`.');

const OVERRIDE = z
  .object({
    leaveAlone: z.boolean().optional().describe('Nothing is started or stopped meanwhile.'),
    capacity: z.object({ min: AMOUNT, max: AMOUNT.nullish() }).optional(),
    nodes: z.object({ on: z.array(z.string()), off: z.array(z.string()) }).describe('Nodes to keep on, and off.'),
    from: MOMENT,
    until: MOMENT,
    note: z.string(),
    actor: z.string().describe('Who made it.'),
    origin: z
      .object({ rule: z.string(), correlation: z.string() })
      .optional()
      .describe('The webhook rule that made it for an event.'),
  })
  .meta({ id: 'OverrideInForce' });

/** An override in force. */
export type OverrideInForce = Of<typeof OVERRIDE>;

const SAVED = OVERRIDE.extend({
  warnings: z.array(WARNING).describe('What it says without effect; absent where there is nothing.').optional(),
});

const EXAMPLE = {
  example: {
    capacity: { min: 4 },
    nodes: { on: [], off: [] },
    from: '2026-03-02T12:00:00Z',
    until: '2026-03-03T18:00:00Z',
    note: 'the delivery of Tuesday',
    actor: 'http:function-key',
  },
} as const;

const CONTENT = { schema: OVERRIDE, ...EXAMPLE } as const;

const COMMON = { route: `${POOL_ROUTE}/override`, tag: 'overrides', path: POOL_PATH, query: NO_QUERY } as const;

export const putOverride = {
  ...COMMON,
  name: 'put-override',
  query: DRY_RUN,
  method: 'PUT',
  access: 'operate',
  summary: 'Override the schedules of a pool for a time.',
  description:
    'A capacity, nodes to keep on or off, or both; or that the pool is left alone. It replaces the override that the pool had.',
  body: {
    document: 'override',
    example: { capacity: { min: 4 }, until: '2026-03-03T18:00:00Z', note: 'the delivery of Tuesday' },
  },
  answers: {
    200: {
      description: 'The override replaced another. Dry run: what it would do; nothing was done.',
      content: { schema: z.union([SAVED, EFFECT]), ...EXAMPLE },
    },
    201: { description: 'The pool had no override.', content: { schema: SAVED, ...EXAMPLE } },
  },
  problems: [
    'InvalidRequest',
    'InvalidDocument',
    'AccountNotFound',
    'PoolNotFound',
    'BodyTooLarge',
    'UnsupportedMediaType',
  ],
} as const satisfies Contract;

export const getOverride = {
  ...COMMON,
  name: 'get-override',
  method: 'GET',
  access: 'read',
  summary: 'Get the override of a pool.',
  answers: { 200: { description: 'The override that holds, or will.', content: CONTENT } },
  problems: ['InvalidRequest', 'AccountNotFound', 'OverrideNotFound', 'OverrideUnreadable'],
} as const satisfies Contract;

export const deleteOverride = {
  ...COMMON,
  name: 'delete-override',
  method: 'DELETE',
  access: 'operate',
  summary: 'Delete the override of a pool.',
  description: 'An override that cannot be read is deleted too. One that somebody sets at the same moment stays: 412.',
  query: DRY_RUN,
  answers: { 200: DRY_RUN_ANSWER, 204: { description: 'The override was deleted.' } },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'OverrideNotFound', 'DocumentChanged'],
} as const satisfies Contract;
