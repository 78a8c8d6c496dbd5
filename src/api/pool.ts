import * as z from 'zod';
import type { Of } from './contract.ts';
import { MOMENT } from './moments.ts';
import { TROUBLE } from './trouble.ts';

/** The name of a deciding rule. The rules are defined elsewhere; the OpenAPI description lists them. */
export const RULE = z.string().meta({ id: 'DecidingRule', description: 'The rule that decided.' });

/** Whether a policy acts, or only records what it would do. */
export const MODE = z.enum(['observe', 'enforce']);

/** The policy that applies to a pool. */
export const EFFECTIVE_POLICY = z
  .object({ id: z.string(), mode: MODE, because: z.string().describe('Why this policy holds for the pool.') })
  .meta({ id: 'EffectivePolicy' });

/** https://learn.microsoft.com/rest/api/batchservice/nodes/get-node#batchnodestate (api-version 2025-06-01) */
export const NODE_STATE = z
  .enum([
    'idle',
    'rebooting',
    'reimaging',
    'running',
    'unusable',
    'creating',
    'starting',
    'waitingforstarttask',
    'starttaskfailed',
    'unknown',
    'leavingpool',
    'offline',
    'preempted',
    'upgradingos',
    'deallocated',
    'deallocating',
  ])
  .meta({ id: 'NodeState', description: 'The state of a node, as Azure Batch writes it.' });

const REQUESTED = z.object({
  min: z.int().describe('At least so many nodes must be ready.'),
  max: z.int().nullable().describe('At most so many nodes may be allocated; `null` is no limit.'),
  because: z.array(z.string()).describe('What this capacity comes from.'),
});

/** What happens to running tasks when their node is deallocated. */
export const TASKS = z.enum(['taskcompletion', 'requeue', 'terminate']);

const ACT = z.object({
  node: z.string(),
  action: z.enum(['start', 'deallocate', 'quarantine', 'reboot', 'reimage', 'remove']),
  rule: RULE,
  reason: z.string(),
  tasks: TASKS.optional(),
  outcome: z
    .enum(['accepted', 'unneeded', 'refused', 'gone', 'failed', 'unknown'])
    .describe('The outcome of the act; absent where the policy only observes.')
    .optional(),
});

/** The last plan of a pool. */
export const PLAN = z
  .object({
    at: MOMENT,
    correlation: z.string().describe('All records of this evaluation in the audit log have it.'),
    policy: z.string().nullable(),
    mode: MODE.nullable(),
    target: REQUESTED.nullable(),
    leftAlone: z.string().nullable().describe('Why the whole pool was left alone.'),
    acts: z.array(ACT),
    halts: z
      .array(
        z.object({
          action: z.enum(['start', 'deallocate', 'quarantine', 'reboot', 'reimage', 'remove']),
          rule: RULE,
          nodes: z.int().describe('How many nodes wait for it.'),
          because: z.string(),
          resumesAt: MOMENT.nullable().describe('When more may be possible.'),
        }),
      )
      .describe('Limits that hold acts back.'),
    broken: z.string().nullable().describe('Why starts of the whole pool fail or are suspended.'),
    sibling: z
      .object({ pool: z.string(), nodes: z.int() })
      .nullable()
      .describe('What its sibling pool is asked for while its starts fail.'),
    left: z
      .array(z.object({ rule: RULE, nodes: z.int(), example: z.string() }))
      .describe('How many nodes each rule left as they were.'),
  })
  .meta({ id: 'Plan' });

/** A pool. */
export const POOL_ANSWER = z
  .object({
    account: z.string(),
    id: z.string(),
    state: z.enum(['active', 'deleting', 'unknown']),
    allocationState: z.enum(['steady', 'resizing', 'stopping', 'unknown']),
    nodes: z.int().describe('The nodes that take part: Spot nodes only if the policy says so.'),
    states: z
      .partialRecord(NODE_STATE, z.int())
      .describe('The nodes that take part, by state; states without nodes are absent.'),
    policy: EFFECTIVE_POLICY.nullable(),
    reason: z.string().nullable().describe('Why the pool has no policy, or cannot be managed.'),
    capacity: z
      .object({
        now: REQUESTED,
        next: REQUESTED.extend({ at: MOMENT })
          .nullable()
          .describe(
            'The capacity from the next change on: the next instant at which `min` or `max` differs, by schedules, override and announced work.',
          ),
      })
      .nullable(),
    circuit: z
      .object({ openedAt: MOMENT, because: z.string() })
      .nullable()
      .describe("The open circuit of the pool's gate; only where one pool is read."),
    trouble: TROUBLE.nullable().describe(
      'What is broken, and what it costs; `null` where nothing is. Only where one pool is read.',
    ),
    timeZone: z.string().nullable().describe("The zone of the policy's first schedule; `null` without one."),
    price: z
      .object({ nodeHour: z.number(), deallocatedNodeHour: z.number(), currency: z.string() })
      .nullable()
      .describe('What the policy says a node costs an hour, on and deallocated.'),
    lastPlan: PLAN.nullable(),
  })
  .meta({ id: 'Pool' });

export type Pool = Of<typeof POOL_ANSWER>;
export type Plan = Of<typeof PLAN>;
export type RequestedCapacity = Of<typeof REQUESTED>;

/** A pool in the morning, whose nodes start for a window. */
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
  trouble: null,
  timeZone: 'Europe/Berlin',
  price: { nodeHour: 0.42, deallocatedNodeHour: 0.01, currency: 'EUR' },
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
    halts: [],
    broken: null,
    sibling: null,
    left: [{ rule: 'state', nodes: 2, example: 'it is deallocated, and not needed' }],
  },
};
