import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { WARNING } from './effects.ts';
import { SPAN_END_PARAM } from './moment-parameters.ts';
import { MOMENT } from './moments.ts';
import { ACCOUNT, FLAG, POOL } from './parameters.ts';
import { TIME_ZONE } from './time-zone.ts';

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

const AMOUNT = z.object({
  nodeHours: z.number(),
  money: z.array(z.object({ currency: z.string(), amount: z.number() })).describe('Of the hours that have a price.'),
});

const SPENDING = z
  .object({
    days: z.int().describe('Days in UTC that were summed up; a day is summed up in the hours after it.'),
    spent: AMOUNT.describe('All nodes while they were paid for, from the start request on.'),
    work: AMOUNT.describe('Of these hours those in which nodes ran tasks.'),
    idle: AMOUNT.describe('The others: idle, starting, deallocating.'),
    savedAgainst: z.object({
      alwaysOn: AMOUNT.describe('Less than with all nodes on.'),
      idle10: AMOUNT.describe('Less than with an idle timeout of ten minutes, simulated on the recorded work.'),
      before: AMOUNT.nullable().describe(
        'Less than with the share of nodes that was on before a policy acted; `null` where no such day was recorded.',
      ),
    }),
    wouldHaveSaved: AMOUNT.nullable().describe(
      'What policies that only observe would have saved; `null` where none does.',
    ),
  })
  .meta({ id: 'Spending' });

const NAMED_HOURS = z.array(z.object({ name: z.string(), nodeHours: z.number() }));

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
  group: z.enum(['pool', 'day', 'schedule', 'owner']),
  total: TOTALS,
  groups: z.array(
    z.union([
      z.object({ account: z.string(), pool: z.string(), ...TOTALS.shape }),
      z.object({ day: z.string(), ...TOTALS.shape }),
      z.object({ schedule: z.string(), ...TOTALS.shape }),
      z.object({ owner: z.string(), ...TOTALS.shape }),
    ]),
  ),
  uncounted: z
    .array(UNCOUNTED)
    .describe('Times that may have been off because of the app and are not counted, with the reason.'),
  archived: z
    .array(z.string())
    .optional()
    .describe('Months of the span whose records are in the archive: nothing of them is counted, except in `spending`.'),
  lines: z.array(LINE).optional(),
  warnings: z.array(WARNING).describe('Parameters without effect; absent where there are none.').optional(),
  spending: z.object({
    total: SPENDING,
    groups: z
      .array(z.object({ group: z.string(), ...SPENDING.shape }))
      .describe('By what is grouped: `account/pool`, a day, schedules, an owner.'),
    families: NAMED_HOURS.describe('Node hours of the tasks of each family of jobs, at most 20.'),
    jobs: NAMED_HOURS.describe('The same of the largest jobs, at most 20.'),
  }),
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

const EXAMPLE_SPENDING: z.infer<typeof SPENDING> = {
  days: 7,
  spent: { nodeHours: 12, money: [{ currency: 'EUR', amount: 6 }] },
  work: { nodeHours: 9.5, money: [{ currency: 'EUR', amount: 4.75 }] },
  idle: { nodeHours: 2.5, money: [{ currency: 'EUR', amount: 1.25 }] },
  savedAgainst: {
    alwaysOn: { nodeHours: 14, money: [{ currency: 'EUR', amount: 6.72 }] },
    idle10: { nodeHours: 1.5, money: [{ currency: 'EUR', amount: 0.72 }] },
    before: null,
  },
  wouldHaveSaved: null,
};

export const getSavings = {
  name: 'get-savings',
  method: 'GET',
  route: 'savings',
  access: 'read',
  tag: 'savings',
  summary: 'Get what was saved, less disks and restarts, counted from the audit log.',
  description:
    'The last 30 days unless `from` and `to` say otherwise; at most 92 days. A `pool` needs its `account`; the pool may have been deleted since. With `lines=true` the answer has every line of the ledger, with the records that it is counted from. Days are days in UTC, unless `timeZone` says otherwise.',
  query: z.strictObject({
    account: ACCOUNT.optional(),
    pool: POOL.optional(),
    from: SPAN_END_PARAM.optional(),
    to: SPAN_END_PARAM.optional(),
    group: z
      .enum(['pool', 'day', 'schedule', 'owner'], '"pool", "day", "schedule" or "owner" is expected')
      .default('pool')
      .describe('By pool, by day, by the schedules of the policy, or by the metadata `lamplighter.owner` of the pool.'),
    timeZone: z
      .union([z.literal('pool'), TIME_ZONE], '"pool" or an IANA time zone such as "Europe/Berlin" is expected')
      .describe(
        'Where days begin: an IANA time zone, or `pool` for the zone of the schedules of each pool. Without `group=day` it has no effect. The app sums up what was spent by days in UTC, whatever the zone.',
      )
      .default('UTC'),
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
          spending: {
            total: EXAMPLE_SPENDING,
            groups: [{ group: 'demo/render', ...EXAMPLE_SPENDING }],
            families: [{ name: 'train-*', nodeHours: 9.5 }],
            jobs: [{ name: 'train-7', nodeHours: 3.25 }],
          },
        },
      },
    },
  },
  problems: ['AccountNotFound', 'InvalidRequest'],
} as const satisfies Contract;
