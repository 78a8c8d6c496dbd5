import * as z from 'zod';
import type { Policy } from '../../core/policy/policy.ts';
import { AMOUNT, DESCRIPTION, DOCUMENT_ID, SPAN, toAmount, toSpan } from './fields.ts';
import { type Parsed, parseWith } from './parsed.ts';

/** A pool id, with `*` for any run of characters; `account/pool` for one account only. */
const POOL_PATTERN = z
  .string('the id of a pool is expected')
  .regex(
    /^(?:[a-z0-9*]{1,24}\/)?[A-Za-z0-9_*-]{1,64}$/,
    'a pool id is expected, such as "render", "render-*" or "account/render"',
  );

/** A policy as people write it. */
export const POLICY = z.strictObject(
  {
    id: DOCUMENT_ID.refine((id) => id !== 'none', 'the id "none" keeps a pool out and cannot name a policy'),
    description: DESCRIPTION,
    pools: z.array(POOL_PATTERN, 'a list of pool ids is expected').max(100, 'at most 100 patterns').default([]),
    mode: z.enum(['observe', 'enforce'], '"observe" or "enforce" is expected').default('observe'),
    schedules: z.array(DOCUMENT_ID, 'a list of schedule ids is expected').max(20, 'at most 20 schedules').default([]),
    idle: z
      .strictObject(
        {
          timeout: SPAN,
          keep: z.int('a whole number is expected').min(0, 'a number of nodes from 0 on is expected').default(0),
        },
        'an idle policy such as { "timeout": "PT20M", "keep": 1 } is expected',
      )
      .optional(),
    lead: z
      .strictObject(
        { initial: SPAN.default('PT6M'), margin: SPAN.default('PT0S') },
        'a lead time such as { "initial": "PT6M" } is expected',
      )
      .default({ initial: 'PT6M', margin: 'PT0S' }),
    budget: z
      .strictObject(
        { start: AMOUNT.optional(), deallocate: AMOUNT.optional() },
        'budgets such as { "start": 50, "deallocate": "25%" } are expected',
      )
      .default({}),
  },
  'a policy is expected: an object with id, pools and schedules',
);

/** Reads a policy document to the end, and says everything that is wrong with it. */
export function parsePolicy(value: unknown): Parsed<Policy> {
  const parsed = parseWith(POLICY, value);
  return parsed.ok ? { ok: true, value: toPolicy(parsed.value) } : parsed;
}

function toPolicy({ id, pools, mode, schedules, idle, lead, budget }: z.infer<typeof POLICY>): Policy {
  return {
    id,
    pools,
    mode,
    schedules,
    idle: idle && { timeout: toSpan(idle.timeout), keep: idle.keep },
    lead: { initial: toSpan(lead.initial), margin: toSpan(lead.margin) },
    budget: {
      start: budget.start === undefined ? undefined : toAmount(budget.start),
      deallocate: budget.deallocate === undefined ? undefined : toAmount(budget.deallocate),
    },
  };
}
