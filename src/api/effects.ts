import * as z from 'zod';
import type { Of } from './contract.ts';
import { MOMENT } from './moments.ts';
import { FLAG } from './parameters.ts';
import { MODE } from './pool.ts';

/** The query of a dry run, which only reports what the request would do. */
export const DRY_RUN = z.strictObject({
  dryRun: FLAG.default(false).describe(
    'Do nothing, and answer with what the request would do, found out by the code that does it.',
  ),
});

/** A part of a request that is accepted but has no effect, or less than it states. */
export const WARNING = z
  .object({ path: z.string().describe('The member that says it, such as `$.slots`.'), message: z.string() })
  .meta({ id: 'Warning', description: 'Something that is accepted and has no effect, or less than it says.' });

const ACT = z.object({ node: z.string(), action: z.string(), reason: z.string() });

const OUTLOOK = z
  .object({
    until: MOMENT,
    edges: z
      .array(z.object({ at: MOMENT, min: z.int(), max: z.int().nullable() }))
      .describe('Each capacity from when on it is asked for, at most 100.'),
    nodeHours: z.number().describe('Hours times nodes that must be ready.'),
    cost: z.number().describe('With all other nodes deallocated; only where the policy has a price.').optional(),
    currency: z.string().optional(),
  })
  .meta({ id: 'Outlook', description: 'What is asked of a pool in the eight days from `at` on.' });

const STATE = z.object({
  policy: z.string().nullable(),
  mode: MODE.nullable(),
  reason: z.string().nullable().describe('Why no policy holds, or nothing is known of the capacity.'),
  min: z.int().nullable(),
  max: z.int().nullable().describe('`null` is no limit.'),
  because: z.array(z.string()),
  outlook: OUTLOOK.describe('Of a document or a stop, for the first 20 pools.').optional(),
});

/** What a request would do. */
export const EFFECT = z
  .object({
    dryRun: z.literal(true),
    at: MOMENT.describe('For which instant it was found out.'),
    says: z.string().describe('In a sentence.'),
    pools: z
      .array(z.object({ account: z.string(), pool: z.string(), before: STATE, after: STATE }))
      .describe('The pools for which something else holds afterwards, at most 100.'),
    poolsInAll: z.int(),
    acts: z.array(ACT).describe('What is done because of it, at most 500.'),
    actsInAll: z.int(),
    left: z
      .array(z.object({ node: z.string(), reason: z.string() }))
      .describe('Nodes that were meant and stay as they are, at most 500.'),
    leftInAll: z.int(),
    avoided: z.array(ACT).describe('What would be done without it and is not done with it, at most 500.'),
    avoidedInAll: z.int(),
    warnings: z.array(WARNING),
  })
  .meta({ id: 'Effect', description: 'What a request would do. Nothing was done.' });

/** What a request would do. */
export type EffectAnswer = Of<typeof EFFECT>;

const CLOSED = {
  policy: 'render',
  mode: 'enforce',
  reason: null,
  min: 0,
  max: 0,
  because: ['outside the windows of office-hours'],
} as const;

export const EFFECT_EXAMPLE: z.infer<typeof EFFECT> = {
  dryRun: true,
  at: '2026-03-02T18:00:00Z',
  says: 'At the next evaluation 1 node is started.',
  pools: [
    {
      account: 'demo',
      pool: 'render',
      before: { ...CLOSED, because: [...CLOSED.because] },
      after: { ...CLOSED, min: 1, max: null, because: ['override by http:function-key until 2026-03-03T18:00:00Z'] },
    },
  ],
  poolsInAll: 1,
  acts: [{ node: 'tvmps_1', action: 'start', reason: '1 must be ready; 0 ready, 0 on the way' }],
  actsInAll: 1,
  left: [],
  leftInAll: 0,
  avoided: [],
  avoidedInAll: 0,
  warnings: [],
};

/** The response of a dry run. */
export const DRY_RUN_ANSWER = {
  description: 'Dry run: what the request would do. Nothing was done.',
  content: { schema: EFFECT, example: EFFECT_EXAMPLE },
} as const;
