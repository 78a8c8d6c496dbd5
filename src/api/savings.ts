import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { INSTANT_PARAM, MOMENT } from './moments.ts';
import { ACCOUNT, FLAG, POOL } from './parameters.ts';

const TOTALS = z.object({
  nodeHoursOff: z.number().describe('Hours times nodes that were off because of the app.'),
  restarts: z.int(),
  restartNodeHours: z.number().describe('Hours times nodes that were being started: paid for, and not ready.'),
  unpricedNodeHours: z.number().describe('Hours off that have no price, and are in no amount.'),
  money: z
    .array(
      z.object({
        currency: z.string(),
        nodes: z.number().describe('What the hours off would have cost on.'),
        disks: z.number().describe('What they cost off.'),
        restarts: z.number(),
        saved: z.number().describe('`nodes` less `disks` less `restarts`.'),
      }),
    )
    .describe('One for each currency; currencies are never added.'),
});

/** What was saved, in hours and money. */
export type SavingsTotals = Of<typeof TOTALS>;

const LINE = z.object({
  kind: z.enum(['off', 'restart']),
  account: z.string(),
  pool: z.string(),
  node: z.string(),
  from: MOMENT,
  to: MOMENT,
  hours: z.number(),
  policy: z.string().nullable(),
  price: z.object({ nodeHour: z.number(), deallocatedNodeHour: z.number(), currency: z.string() }).nullable(),
  amount: z.number().nullable().describe('What the line adds to the savings; negative for a restart.'),
  basis: z
    .enum(['seen', 'accepted', 'measured', 'estimated'])
    .describe(
      'A time off begins when the node was seen off, or when its deallocation was accepted. A restart is measured, or estimated from the lead time.',
    ),
  open: z.boolean().describe('Whether it continued at the end of the span.'),
  records: z.array(z.string()).describe('The ids of the records that the line is counted from.'),
});

const UNCOUNTED = z.object({
  account: z.string(),
  pool: z.string(),
  node: z.string(),
  from: MOMENT,
  reason: z.string(),
  records: z.array(z.string()),
});

const SAVINGS = z.object({
  from: MOMENT,
  to: MOMENT,
  group: z.enum(['pool', 'day']),
  total: TOTALS,
  groups: z.array(
    z.union([
      z.object({ account: z.string(), pool: z.string(), ...TOTALS.shape }),
      z.object({ day: z.string(), ...TOTALS.shape }),
    ]),
  ),
  uncounted: z
    .array(UNCOUNTED)
    .describe('Times that may have been off because of the app and are not counted, with the reason.'),
  lines: z.array(LINE).optional(),
});

/** What was saved in a span. */
export type Savings = Of<typeof SAVINGS>;

const EXAMPLE: z.infer<typeof TOTALS> = {
  nodeHoursOff: 14,
  restarts: 1,
  restartNodeHours: 0.166667,
  unpricedNodeHours: 0,
  money: [{ currency: 'EUR', nodes: 7, disks: 0.28, restarts: 0.083333, saved: 6.636667 }],
};

export const getSavings = {
  name: 'get-savings',
  method: 'GET',
  route: 'savings',
  access: 'read',
  tag: 'savings',
  summary: 'Get what was saved, less disks and restarts, counted from the audit log.',
  description:
    'The last 30 days unless `from` and `to` say otherwise; at most 92 days. A `pool` needs its `account`; the pool may have been deleted since. With `lines=true` the answer has every line of the ledger, with the records that it is counted from. Days are days in UTC.',
  query: z.strictObject({
    account: ACCOUNT.optional(),
    pool: POOL.optional(),
    from: INSTANT_PARAM.optional(),
    to: INSTANT_PARAM.optional(),
    group: z
      .enum(['pool', 'day'], '"pool" or "day" is expected')
      .default('pool')
      .describe('By pool, or by day in UTC.'),
    lines: FLAG.default(false).describe('Whether the answer has every line of the ledger.'),
  }),
  answers: {
    200: {
      description: 'Totals of the span, and by pool or by day.',
      content: {
        schema: SAVINGS,
        example: {
          from: '2026-03-02T00:00:00Z',
          to: '2026-03-09T00:00:00Z',
          group: 'pool',
          total: EXAMPLE,
          groups: [{ account: 'demo', pool: 'render', ...EXAMPLE }],
          uncounted: [],
        },
      },
    },
  },
  problems: ['AccountNotFound', 'InvalidRequest'],
} as const satisfies Contract;
