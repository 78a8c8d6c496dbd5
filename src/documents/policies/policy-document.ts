import * as z from 'zod';
import type { DemandPolicy, Policy } from '../../core/policy/policy.ts';
import { NODE_STATES } from '../../core/pool/node-state.ts';
import type { Amount } from '../../core/schedule/amount.ts';
import { AMOUNT, DESCRIPTION, DOCUMENT_ID, EDITOR_SCHEMA, GLOB, SPAN, toAmount, toSpan } from '../fields/fields.ts';
import { type Parsed, parseWith } from '../fields/parsed.ts';
import { POOL_PATTERN } from '../fields/pool-pattern.ts';
import { FORECAST, toForecast } from './forecast-document.ts';

const COUNT = z.int('a whole number is expected').min(0, 'a number of nodes from 0 on is expected');

const IDLE = z.strictObject(
  { timeout: SPAN, keep: COUNT.default(0) },
  'an idle policy such as { "timeout": "PT20M", "keep": 1 } is expected',
);

const DEMAND = z.strictObject(
  { startOnPending: z.boolean('true or false is expected').default(true), headroom: AMOUNT.default(0) },
  'a demand policy such as { "startOnPending": true, "headroom": "10%" } is expected',
);

const LEAD = z.strictObject(
  {
    initial: SPAN.default('PT6M'),
    learn: z.boolean('true or false is expected').default(true),
    quantile: z
      .number('a share such as 0.95 is expected')
      .min(0.5, 'a share from 0.5 to 0.999 is expected')
      .max(0.999, 'a share from 0.5 to 0.999 is expected')
      .default(0.95),
    margin: SPAN.default('PT1M'),
  },
  'a lead time such as { "initial": "PT6M" } is expected',
);

const BUDGET = z.strictObject(
  {
    start: AMOUNT.optional(),
    deallocate: AMOUNT.optional(),
    startPerHour: AMOUNT.optional(),
    deallocatePerHour: AMOUNT.optional(),
  },
  'budgets such as { "start": 50, "deallocate": "25%" } are expected',
);

const DRAIN = z.strictObject(
  {
    option: z
      .literal('taskcompletion', 'only "taskcompletion" drains; what becomes of tasks after it, afterDeadline says')
      .default('taskcompletion'),
    deadline: SPAN.default('PT1H'),
    afterDeadline: z
      .enum(['leave', 'requeue', 'terminate'], '"leave", "requeue" or "terminate" is expected')
      .default('leave'),
  },
  'a drain policy such as { "deadline": "PT1H", "afterDeadline": "leave" } is expected',
);

/** The id of a node, with `*` for any run of characters. */
const NODE_PATTERN = z
  .string('the id of a node is expected')
  .regex(/^[\w.*-]{1,200}$/, 'the id of a node is expected, such as "tvmps_31ed*"');

const PROTECT = z.strictObject(
  {
    nodes: z.array(NODE_PATTERN, 'a list of node ids is expected').max(500, 'at most 500 nodes').default([]),
    spot: z.boolean('true or false is expected').default(true),
    youngerThan: SPAN.optional(),
    states: z
      .array(
        z.enum(NODE_STATES, `a state of a node is expected: ${NODE_STATES.join(', ')}`),
        'a list of states is expected',
      )
      .default([]),
  },
  'a protection such as { "nodes": ["tvmps_31ed*"], "youngerThan": "PT10M" } is expected',
);

const CANARY = z.strictObject(
  { share: AMOUNT.default('10%'), confirmed: COUNT.optional() },
  'a canary such as { "share": "10%" } or { "confirmed": 40 } is expected',
);

const PRICE = z.strictObject(
  {
    nodeHour: z.number('a price is expected').min(0, 'a price from 0 on is expected'),
    deallocatedNodeHour: z.number('a price is expected').min(0, 'a price from 0 on is expected').default(0),
    currency: z.string('a currency is expected').regex(/^[A-Z]{3}$/, 'a currency such as "EUR" is expected'),
  },
  'a price such as { "nodeHour": 0.42, "currency": "EUR" } is expected',
);

const GATE = z.strictObject(
  {
    extensions: z.array(GLOB, 'a list of names is expected').max(100, 'at most 100 names').default(['*']),
    timeout: SPAN.default('PT10M'),
    onFailure: z
      .enum(['report', 'retry', 'quarantine'], '"report", "retry" or "quarantine" is expected')
      .default('report'),
  },
  'a gate such as { "extensions": ["*"], "timeout": "PT10M", "onFailure": "quarantine" } is expected',
);

/** A policy as people write it. */
export const POLICY = z.strictObject(
  {
    $schema: EDITOR_SCHEMA,
    id: DOCUMENT_ID.refine((id) => id !== 'none', 'the id "none" keeps a pool out and cannot name a policy').meta({
      not: { const: 'none' },
    }),
    description: DESCRIPTION,
    pools: z.array(POOL_PATTERN, 'a list of pool ids is expected').max(100, 'at most 100 patterns').default([]),
    mode: z.enum(['observe', 'enforce'], '"observe" or "enforce" is expected').default('observe'),
    schedules: z.array(DOCUMENT_ID, 'a list of schedule ids is expected').max(20, 'at most 20 schedules').default([]),
    idle: IDLE.optional(),
    demand: DEMAND.optional(),
    lead: LEAD.prefault({}),
    budget: BUDGET.default({}),
    drain: DRAIN.optional(),
    protect: PROTECT.prefault({}),
    canary: CANARY.prefault({}),
    manual: z.enum(['respect', 'revert'], '"respect" or "revert" is expected').default('respect'),
    jitter: SPAN.default('PT0S'),
    coolDown: SPAN.default('PT0S'),
    price: PRICE.optional(),
    gate: GATE.optional(),
    forecast: FORECAST.optional(),
  },
  'a policy is expected: an object with id, pools and schedules',
);

/** Reads a policy document to the end, and says everything that is wrong with it. */
export function parsePolicy(value: unknown): Parsed<Policy> {
  const parsed = parseWith(POLICY, value);
  return parsed.ok ? { ok: true, value: toPolicy(parsed.value) } : parsed;
}

function toPolicy(document: z.infer<typeof POLICY>): Policy {
  const { id, pools, mode, schedules, idle, demand, lead, budget, drain, protect, canary, manual } = document;
  return {
    id,
    pools,
    mode,
    schedules,
    idle: idle && { timeout: toSpan(idle.timeout), keep: idle.keep },
    demand: toDemand(demand, document.forecast?.mode),
    lead: { ...lead, initial: toSpan(lead.initial), margin: toSpan(lead.margin) },
    budget: {
      start: toLimit(budget.start),
      deallocate: toLimit(budget.deallocate),
      startPerHour: toLimit(budget.startPerHour),
      deallocatePerHour: toLimit(budget.deallocatePerHour),
    },
    drain: drain && { deadline: toSpan(drain.deadline), afterDeadline: drain.afterDeadline },
    protect: { ...protect, youngerThan: protect.youngerThan === undefined ? undefined : toSpan(protect.youngerThan) },
    canary: { share: toAmount(canary.share), confirmed: canary.confirmed },
    manual,
    jitter: toSpan(document.jitter),
    coolDown: toSpan(document.coolDown),
    price: document.price,
    gate: document.gate && { ...document.gate, timeout: toSpan(document.gate.timeout) },
    forecast: toForecast(document.forecast),
  };
}

/** A forecast that acts starts nodes for work that waits too, unless the policy says otherwise. */
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
