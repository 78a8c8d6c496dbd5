import * as z from 'zod';
import type { DemandPolicy, Policy } from '../../core/policy/policy.ts';
import { NODE_STATES } from '../../core/pool/node-state.ts';
import type { Amount } from '../../core/schedule/amount.ts';
import { AMOUNT, DESCRIPTION, DOCUMENT_ID, EDITOR_SCHEMA, GLOB, SPAN, toAmount, toSpan } from '../fields/fields.ts';
import { type Parsed, parseWith } from '../fields/parsed.ts';
import { POOL_PATTERN } from '../fields/pool-pattern.ts';
import { DEALLOCATED, toDeallocated } from './deallocated.ts';
import { DEPENDS_ON } from './depends-on.ts';
import { FORECAST, toForecast, unusedForecast } from './forecast-document.ts';
import { HALT_ON_TASK_FAILURES, toHalt } from './halt-on-task-failures.ts';
import { LEAD, toLead } from './lead.ts';
import { DEALLOCATE_ORDER, NODE_PATTERN } from './node-order.ts';
import { START_FAILURE, toStartFailure } from './start-failure.ts';

const COUNT = z.int('a whole number is expected').min(0, 'a number of nodes from 0 on is expected');

const IDLE = z
  .strictObject(
    {
      timeout: SPAN.describe('How long a node must have been idle without a break.'),
      keep: COUNT.describe('How many idle nodes stay on all the same.').default(0),
    },
    'an idle policy such as { "timeout": "PT20M", "keep": 1 } is expected',
  )
  .describe('When idle nodes are deallocated although no schedule requires it. By default never.');

const DEMAND = z
  .strictObject(
    {
      startOnPending: z
        .boolean('true or false is expected')
        .describe('Are nodes started for task slots that wait?')
        .default(true),
      headroom: AMOUNT.describe('So many nodes, or such a share, more than the work needs; none without work.').default(
        0,
      ),
    },
    'a demand policy such as { "startOnPending": true, "headroom": "10%" } is expected',
  )
  .describe('Nodes for work, within the capacity.');

const BUDGET = z
  .strictObject(
    {
      start: AMOUNT.describe('The most nodes started at one evaluation; there is one a minute.').optional(),
      deallocate: AMOUNT.describe('The most nodes deallocated at one evaluation; there is one a minute.').optional(),
      startPerHour: AMOUNT.describe('The most nodes started in any hour.').optional(),
      deallocatePerHour: AMOUNT.describe('The most nodes deallocated in any hour.').optional(),
      startPerDay: AMOUNT.describe('The most nodes started in any 24 hours.').optional(),
      deallocatePerDay: AMOUNT.describe('The most nodes deallocated in any 24 hours.').optional(),
      remove: AMOUNT.describe(
        'The most nodes removed at one evaluation; Batch removes at most 100 a request.',
      ).optional(),
      removePerHour: AMOUNT.describe('The most nodes removed in any hour.').optional(),
      removePerDay: AMOUNT.describe('The most nodes removed in any 24 hours.').optional(),
    },
    'budgets such as { "start": 50, "deallocate": "25%" } are expected',
  )
  .describe('The most nodes that may be started, deallocated or removed. No limit without it.');

const DRAIN = z
  .strictObject(
    {
      option: z
        .literal(
          'taskcompletion',
          'only "taskcompletion" drains; afterDeadline says what happens to tasks after the deadline',
        )
        .describe('How a node is deallocated: its tasks end first.')
        .default('taskcompletion'),
      deadline: SPAN.describe('How long tasks have for that.').default('PT1H'),
      afterDeadline: z
        .enum(['leave', 'requeue', 'terminate'], '"leave", "requeue" or "terminate" is expected')
        .describe(
          'What happens to tasks that still run then, on nodes above the maximum: they are left, put back into the queue, or ended.',
        )
        .default('leave'),
    },
    'a drain policy such as { "deadline": "PT1H", "afterDeadline": "leave" } is expected',
  )
  .describe(
    'Running nodes above the maximum take no new tasks and are deallocated when theirs have ended. Without it only idle nodes are deallocated.',
  );

const PROTECT = z
  .strictObject(
    {
      nodes: z
        .array(NODE_PATTERN, 'a list of node ids is expected')
        .max(500, 'at most 500 nodes')
        .describe('Nodes that are never started or deallocated.')
        .default([]),
      spot: z.boolean('true or false is expected').describe('Are Spot nodes left alone?').default(true),
      youngerThan: SPAN.describe('Nodes are not deallocated before they have been on for so long.').optional(),
      states: z
        .array(
          z
            .enum(NODE_STATES, `a state of a node is expected: ${NODE_STATES.join(', ')}`)
            .describe('A state of a node, as Batch calls it.'),
          'a list of states is expected',
        )
        .describe('Nodes in these states are left alone, besides those that always are.')
        .default([]),
    },
    'a protection such as { "nodes": ["tvmps_31ed*"], "youngerThan": "PT10M" } is expected',
  )
  .describe('Nodes that are left alone.');

const CANARY = z
  .strictObject(
    {
      share: AMOUNT.describe(
        'The share of the pool that they are limited to, until these nodes have been seen deallocated.',
      ).default('10%'),
      confirmed: COUNT.describe('A number of nodes that somebody knows will be stopped at first.').optional(),
    },
    'a canary such as { "share": "10%" } or { "confirmed": 40 } is expected',
  )
  .describe('The first deallocations of a policy on a pool are few.');

const PRICE_FORM = 'a price from 0 on is expected';

const PRICE = z
  .strictObject(
    {
      nodeHour: z.number('a price is expected').min(0, PRICE_FORM).describe('An hour of a node that is on.'),
      deallocatedNodeHour: z
        .number('a price is expected')
        .min(0, PRICE_FORM)
        .describe('An hour of a deallocated node: its disks are paid for.')
        .default(0),
      currency: z
        .string('a currency is expected')
        .regex(/^[A-Z]{3}$/, 'a currency such as "EUR" is expected')
        .describe('Three capital letters, such as "EUR".'),
    },
    'a price such as { "nodeHour": 0.42, "currency": "EUR" } is expected',
  )
  .describe('What an hour of a node costs, for previews and the savings ledger.');

const GATE = z
  .strictObject(
    {
      extensions: z
        .array(
          GLOB.describe('The name of an extension; * matches any run of characters.'),
          'a list of names is expected',
        )
        .max(100, 'at most 100 names')
        .describe('The extensions that a started node must show healthy.')
        .default(['*']),
      timeout: SPAN.describe('How long they have for that.').default('PT10M'),
      onFailure: z
        .enum(['report', 'retry', 'quarantine'], '"report", "retry" or "quarantine" is expected')
        .describe(
          'What happens to a node that fails: it is only reported, deallocated and started once more, or its scheduling is disabled.',
        )
        .default('report'),
    },
    'a gate such as { "extensions": ["*"], "timeout": "PT10M", "onFailure": "quarantine" } is expected',
  )
  .describe(
    'A node that Lamplighter has started counts as ready only when its extensions are healthy. No gate without it.',
  );

/** A policy as people write it. */
export const POLICY = z
  .strictObject(
    {
      $schema: EDITOR_SCHEMA,
      id: DOCUMENT_ID.refine((id) => id !== 'none', 'the id "none" keeps a pool out and cannot name a policy')
        .meta({ not: { const: 'none' } })
        .describe('1 to 64 letters, digits, hyphens and underscores; as in the URL. "none" is reserved.'),
      description: DESCRIPTION,
      pools: z
        .array(POOL_PATTERN, 'a list of pool ids is expected')
        .max(100, 'at most 100 patterns')
        .describe(
          'The pools to which it applies. If several policies match a pool, the one with the narrowest pattern applies.',
        )
        .default([]),
      mode: z
        .enum(['observe', 'enforce'], '"observe" or "enforce" is expected')
        .describe('observe: everything but the acts is done and recorded. enforce: nodes are started and deallocated.')
        .default('observe'),
      schedules: z
        .array(DOCUMENT_ID.describe('The id of a schedule.'), 'a list of schedule ids is expected')
        .max(20, 'at most 20 schedules')
        .describe('The schedules that say when nodes are needed, and how many.')
        .default([]),
      dependsOn: DEPENDS_ON,
      idle: IDLE.optional(),
      demand: DEMAND.optional(),
      lead: LEAD.prefault({}),
      budget: BUDGET.default({}),
      drain: DRAIN.optional(),
      protect: PROTECT.prefault({}),
      canary: CANARY.prefault({}),
      deallocateOrder: DEALLOCATE_ORDER.prefault({}),
      deallocated: DEALLOCATED.optional(),
      manual: z
        .enum(['respect', 'revert'], '"respect" or "revert" is expected')
        .describe(
          "What happens to somebody else's start or stop: respected until the next edge of a schedule, or reverted.",
        )
        .default('respect'),
      jitter: SPAN.describe(
        'Each pool starts up to so much before an opening, and stops up to so much after a closing, so that not all act in one minute.',
      ).default('PT0S'),
      coolDown: SPAN.describe('During this time after a start no idle timeout deallocates.').default('PT0S'),
      price: PRICE.optional(),
      gate: GATE.optional(),
      startFailure: START_FAILURE.prefault({}),
      haltOnTaskFailures: HALT_ON_TASK_FAILURES.optional(),
      forecast: FORECAST.optional(),
    },
    'a policy is expected: an object with id, pools and schedules',
  )
  .describe('What pools get: schedules, an idle timeout, nodes for work, lead times, budgets and protection.');

/** Parses a policy document, and reports all faults. */
export function parsePolicy(value: unknown): Parsed<Policy> {
  const parsed = parseWith(POLICY, value);
  return parsed.ok ? { ok: true, value: toPolicy(parsed.value) } : parsed;
}

function toPolicy(document: z.infer<typeof POLICY>): Policy {
  const { id, pools, mode, schedules, idle, demand, lead, budget, drain, protect, canary, manual } = document;
  const { deallocateOrder, dependsOn } = document;
  return {
    id,
    pools,
    mode,
    schedules,
    dependsOn: dependsOn.map(({ pool, ready }) => ({ pool, ready: toAmount(ready) })),
    idle: idle && { timeout: toSpan(idle.timeout), keep: idle.keep },
    demand: toDemand(demand, document.forecast?.mode),
    lead: toLead(lead),
    budget: {
      start: toLimit(budget.start),
      deallocate: toLimit(budget.deallocate),
      startPerHour: toLimit(budget.startPerHour),
      deallocatePerHour: toLimit(budget.deallocatePerHour),
      startPerDay: toLimit(budget.startPerDay),
      deallocatePerDay: toLimit(budget.deallocatePerDay),
      remove: toLimit(budget.remove),
      removePerHour: toLimit(budget.removePerHour),
      removePerDay: toLimit(budget.removePerDay),
    },
    drain: drain && { deadline: toSpan(drain.deadline), afterDeadline: drain.afterDeadline },
    protect: { ...protect, youngerThan: protect.youngerThan === undefined ? undefined : toSpan(protect.youngerThan) },
    canary: { share: toAmount(canary.share), confirmed: canary.confirmed },
    deallocateOrder,
    deallocated: toDeallocated(document.deallocated),
    manual,
    haltOnTaskFailures: toHalt(document.haltOnTaskFailures),
    startFailure: toStartFailure(document.startFailure),
    jitter: toSpan(document.jitter),
    coolDown: toSpan(document.coolDown),
    price: document.price,
    gate: document.gate && { ...document.gate, timeout: toSpan(document.gate.timeout) },
    forecast: toForecast(document.forecast),
    unusedForecast: unusedForecast(document.forecast),
  };
}

/** A forecast that acts also starts nodes for waiting work, unless the policy says otherwise. */
function toDemand(
  demand: z.infer<typeof DEMAND> | undefined,
  forecast: z.infer<typeof FORECAST>['mode'] | undefined,
): DemandPolicy | undefined {
  if (demand !== undefined) return { startOnPending: demand.startOnPending, headroom: toAmount(demand.headroom) };
  return forecast === 'enforce' ? { startOnPending: true, headroom: toAmount(0) } : undefined;
}

function toLimit(amount: z.infer<typeof AMOUNT> | undefined): Amount | undefined {
  return amount === undefined ? undefined : toAmount(amount);
}
