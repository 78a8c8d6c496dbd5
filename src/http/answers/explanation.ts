import * as z from 'zod';
import { MOMENT, NODE_STATE, POLICY_IN_FORCE, RULE } from './pool.ts';

const AMOUNT_TEXT = z.string().describe('A number of nodes or a share, such as `10` or `50%`.');

const CLAIM = z.object({
  claim: z.string(),
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
  possibleWaitingSlots: z.number().describe('With the work of which it is not certain that it can run.'),
  unknown: SENTENCES.describe('What is not known: while there is any, no node is let go for want of work.'),
  capped: SENTENCES.describe('Why fewer slots count than active tasks want.'),
  because: SENTENCES,
});

const DECISION = z.object({
  node: z.string(),
  action: z.enum(['start', 'deallocate', 'quarantine', 'reboot', 'reimage', 'none']),
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
    .describe('What was known of the node; `null` is not known.'),
});

const RULE_EXPLANATION = z.object({
  rule: RULE,
  says: z.string().describe('What the rule says of the pool.'),
  won: z.boolean().describe('Whether it decided a node, or how many must be ready or are kept.'),
  why: z.string().describe('Why it won or lost.'),
  wouldChange: z
    .string()
    .nullable()
    .describe(
      'What would change what it has decided; `null` where it has decided nothing that something could change.',
    ),
});

/** Why a pool is as it is. */
export const EXPLANATION = z.object({
  account: z.string(),
  pool: z.string(),
  at: MOMENT,
  policy: POLICY_IN_FORCE.nullable(),
  leftAlone: z.string().nullable().describe('Why the pool is left alone as a whole.'),
  notes: z.array(z.string()).describe('What should be known of the documents that hold.'),
  target: z
    .object({ min: z.int(), max: z.int().nullable(), minBecause: z.string(), maxBecause: z.string() })
    .nullable(),
  claims: z.array(CLAIM).describe('What an override and the schedules ask, those first that count.'),
  announcements: z.array(
    z.object({ id: z.string(), slots: z.int(), by: MOMENT, until: MOMENT, note: z.string(), actor: z.string() }),
  ),
  work: WORK.nullable().describe('What waits and runs now; not known for another instant.'),
  nextChange: MOMENT.nullable(),
  rules: z
    .array(RULE_EXPLANATION)
    .describe('Every rule in the order in which they are asked; only `pool` where the pool is left alone as a whole.'),
  decisions: z.array(DECISION),
});

/** An idle node that a window keeps. */
export const EXPLANATION_EXAMPLE: z.infer<typeof EXPLANATION> = {
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
  claims: [
    {
      claim: 'window "weekdays" of office-hours',
      min: '10',
      max: null,
      priority: 0,
      counts: true,
      why: 'it counts',
    },
  ],
  announcements: [],
  work: null,
  nextChange: '2026-03-02T17:30:00Z',
  rules: [
    {
      rule: 'schedule',
      says: 'from 10 ready to any number allocated now (window "weekdays" of office-hours)',
      won: true,
      why: '10 must be ready (window "weekdays" of office-hours)',
      wouldChange:
        '2026-03-02T17:30:00Z: from 0 ready to 0 allocated (outside the windows of office-hours) from then on',
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
      wouldChange:
        '2026-03-02T17:30:00Z: from 0 ready to 0 allocated (outside the windows of office-hours) from then on',
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
