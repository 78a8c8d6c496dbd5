import * as z from 'zod';
import { RULE_NAMES } from '../../core/plan/rules.ts';
import { NODE_STATES } from '../../core/pool/node-state.ts';

/** A moment in UTC, as answers write it. */
export const MOMENT = z.string().meta({ format: 'date-time' });

/** The rule that has decided. */
export const RULE = z.enum(RULE_NAMES);

/** Does a policy act, or only say what it would do? */
export const MODE = z.enum(['observe', 'enforce']);

/** The policy that holds for a pool, and why. */
export const POLICY_IN_FORCE = z.object({ id: z.string(), mode: MODE, because: z.string() });

/** A state in which a node can be. */
export const NODE_STATE = z.enum(NODE_STATES);

const ASKED = z.object({
  min: z.int().describe('So many nodes must be ready.'),
  max: z.int().nullable().describe('So many may be allocated; `null` is no limit.'),
  because: z.array(z.string()).describe('What counted.'),
});

const ACT = z.object({
  node: z.string(),
  action: z.enum(['start', 'deallocate', 'quarantine', 'reboot', 'reimage']),
  rule: RULE,
  reason: z.string(),
  tasks: z.enum(['taskcompletion', 'requeue', 'terminate']).optional(),
  outcome: z
    .enum(['accepted', 'unneeded', 'refused', 'gone', 'failed', 'unknown'])
    .describe('What became of it; left out where it was only observed.')
    .optional(),
});

/** The last plan of a pool. */
export const PLAN = z.object({
  at: MOMENT,
  correlation: z.string().describe('All records of this evaluation in the history have it.'),
  policy: z.string().nullable(),
  mode: MODE.nullable(),
  target: ASKED.nullable(),
  leftAlone: z.string().nullable().describe('Why the pool was left alone as a whole.'),
  acts: z.array(ACT),
  left: z
    .array(z.object({ rule: RULE, nodes: z.int(), example: z.string() }))
    .describe('The nodes that were left as they were, by the rule that left them.'),
});

/** A pool. */
export const POOL_ANSWER = z.object({
  account: z.string(),
  id: z.string(),
  state: z.enum(['active', 'deleting', 'unknown']),
  allocationState: z.enum(['steady', 'resizing', 'stopping', 'unknown']),
  nodes: z.int().describe('Dedicated nodes.'),
  states: z.partialRecord(NODE_STATE, z.int()).describe('Dedicated nodes by state; states without nodes are left out.'),
  policy: POLICY_IN_FORCE.nullable(),
  reason: z.string().nullable().describe('Why it has no policy, or cannot be looked after.'),
  capacity: z
    .object({ now: ASKED, next: ASKED.extend({ at: MOMENT }).nullable().describe('From the next change on.') })
    .nullable(),
  circuit: z
    .object({ openedAt: MOMENT, because: z.string() })
    .nullable()
    .describe('The open circuit of its gate; known where one pool is asked for.'),
  lastPlan: PLAN.nullable(),
});

/** A pool in the morning, whose nodes come for a window. */
export const POOL_EXAMPLE: z.infer<typeof POOL_ANSWER> = {
  account: 'demo',
  id: 'render',
  state: 'active',
  allocationState: 'steady',
  nodes: 12,
  states: { deallocated: 2, starting: 10 },
  policy: { id: 'render', mode: 'enforce', because: 'its pattern "render" names the pool' },
  reason: null,
  capacity: {
    now: { min: 0, max: 0, because: ['outside the windows of office-hours'] },
    next: { min: 10, max: null, because: ['window "weekdays" of office-hours'], at: '2026-03-02T07:00:00Z' },
  },
  circuit: null,
  lastPlan: {
    at: '2026-03-02T06:52:00Z',
    correlation: '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d',
    policy: 'render',
    mode: 'enforce',
    target: { min: 10, max: null, because: ['window "weekdays" of office-hours'] },
    leftAlone: null,
    acts: [
      {
        node: 'tvmps_1',
        action: 'start',
        rule: 'schedule',
        reason: 'window "weekdays" of office-hours needs it at 08:00',
        outcome: 'accepted',
      },
    ],
    left: [{ rule: 'state', nodes: 2, example: 'it is deallocated, and not needed' }],
  },
};
