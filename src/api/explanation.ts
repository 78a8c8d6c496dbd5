import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { INSTANT_PARAM } from './moment-parameters.ts';
import { MOMENT } from './moments.ts';
import { NODE, POOL_PATH, POOL_ROUTE } from './parameters.ts';
import { EFFECTIVE_POLICY, NODE_STATE, RULE } from './pool.ts';

const AMOUNT_TEXT = z.string().describe('A number of nodes or a share, such as `10` or `50%`.');

const REQUEST = z.object({
  request: z.string(),
  min: AMOUNT_TEXT,
  max: AMOUNT_TEXT.nullable(),
  priority: z.number(),
  counts: z.boolean(),
  why: z.string().describe('Why it counts or not.'),
});

const SENTENCES = z.array(z.string());

const WORK = z.object({
  waitingSlots: z.number(),
  runningSlots: z.number(),
  possibleWaitingSlots: z.number().describe('Including work that may not be able to run.'),
  unknown: SENTENCES.describe('What is not known. As long as there is any, no node is deallocated for lack of work.'),
  capped: SENTENCES.describe('Why fewer slots count than active tasks ask for.'),
  because: SENTENCES,
});

const DECISION = z.object({
  node: z.string(),
  action: z.enum(['start', 'deallocate', 'quarantine', 'reboot', 'reimage', 'remove', 'none']),
  rule: RULE,
  reason: z.string(),
  wouldChange: z
    .string()
    .nullable()
    .describe('What would change the decision; `null` where nothing is known that would.'),
  facts: z
    .object({
      state: NODE_STATE.nullable(),
      since: MOMENT.nullable(),
      runningTasks: z.int().nullable(),
      dedicated: z.boolean().nullable(),
      schedulingEnabled: z.boolean().nullable(),
    })
    .describe('What is known of the node; `null` is not known.'),
});

const EXPLAINED_RULE = z.object({
  rule: RULE,
  says: z.string().describe('What the rule says of the pool.'),
  won: z.boolean().describe('Whether it decided a node, or how many must be ready or are kept.'),
  why: z.string().describe('Why it won or lost.'),
  wouldChange: z
    .string()
    .nullable()
    .describe('What would change what it decided; `null` where it decided nothing that something could change.'),
});

const EXPLANATION = z
  .object({
    account: z.string(),
    pool: z.string(),
    at: MOMENT,
    policy: EFFECTIVE_POLICY.nullable(),
    leftAlone: z.string().nullable().describe('Why the whole pool is left alone.'),
    notes: z.array(z.string()).describe('What to know about the documents that hold for the pool.'),
    target: z
      .object({ min: z.int(), max: z.int().nullable(), minBecause: z.string(), maxBecause: z.string() })
      .nullable(),
    requests: z
      .array(REQUEST)
      .describe('The capacities that an override and the schedules request; those that count first.'),
    announcements: z.array(
      z.object({ id: z.string(), slots: z.int(), by: MOMENT, until: MOMENT, note: z.string(), actor: z.string() }),
    ),
    work: WORK.nullable().describe('The work that waits and runs now; `null` for another instant.'),
    families: z
      .array(
        z.object({
          family: z.string(),
          jobs: z.int(),
          waitingTasks: z.int(),
          runningTasks: z.int(),
          because: z.string().describe('What its first job was recognised by.'),
        }),
      )
      .describe('The active jobs by the families that the forecast tells apart, at most 20.'),
    nextChange: MOMENT.nullable().describe(
      'The next instant at which `min` or `max` of the requested capacity differs.',
    ),
    rules: z
      .array(EXPLAINED_RULE)
      .describe(
        'Every rule in the order in which they are asked; where the whole pool is left alone, only the one that says so.',
      ),
    decisions: z.array(DECISION),
  })
  .meta({ id: 'Explanation' });

/** Why the nodes of a pool are as they are. */
export type Explanation = Of<typeof EXPLANATION>;

const WOULD_CHANGE =
  '2026-03-02T17:30:00Z: from 0 ready to 0 allocated (outside the windows of office-hours) from then on';

/** An idle node that a window keeps. */
const EXAMPLE: z.infer<typeof EXPLANATION> = {
  account: 'demo',
  pool: 'render',
  at: '2026-03-02T12:00:00Z',
  policy: { id: 'render', mode: 'enforce', because: 'the pattern "render"' },
  leftAlone: null,
  notes: [],
  target: {
    min: 10,
    max: null,
    minBecause: '10 must be ready (window "weekdays" of office-hours)',
    maxBecause: 'any number may be allocated (window "weekdays" of office-hours)',
  },
  requests: [
    {
      request: 'window "weekdays" of office-hours',
      min: '10',
      max: null,
      priority: 0,
      counts: true,
      why: 'it counts',
    },
  ],
  announcements: [],
  work: null,
  families: [],
  nextChange: '2026-03-02T17:30:00Z',
  rules: [
    {
      rule: 'schedule',
      says: 'from 10 ready to any number allocated now (window "weekdays" of office-hours)',
      won: true,
      why: '10 must be ready (window "weekdays" of office-hours)',
      wouldChange: WOULD_CHANGE,
    },
    {
      rule: 'idle',
      says: '1 of 10 idle nodes have been so for 20 min, 0 are kept',
      won: false,
      why: '10 must stay ready, 10 are',
      wouldChange: null,
    },
  ],
  decisions: [
    {
      node: 'tvmps_1',
      action: 'none',
      rule: 'schedule',
      reason: 'window "weekdays" of office-hours needs it',
      wouldChange: WOULD_CHANGE,
      facts: {
        state: 'idle',
        since: '2026-03-02T11:30:00Z',
        runningTasks: 0,
        dedicated: true,
        schedulingEnabled: true,
      },
    },
  ],
};

export const explainPool = {
  name: 'explain-pool',
  method: 'GET',
  route: `${POOL_ROUTE}/explain`,
  access: 'read',
  tag: 'pools',
  summary: 'Explain why the nodes of a pool are as they are.',
  description:
    'The decision for each node with its facts; every rule in order, with what it says and why it won or lost; ' +
    'the windows and exceptions that count and those that do not; the work that waits; the next change. ' +
    'For another instant: what would be decided if the nodes stayed as they are.',
  path: POOL_PATH,
  query: z.strictObject({
    node: NODE.describe('Only the decision for this node.').optional(),
    at: INSTANT_PARAM.optional(),
  }),
  answers: { 200: { description: 'The explanation.', content: { schema: EXPLANATION, example: EXAMPLE } } },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'NodeNotFound'],
} as const satisfies Contract;
