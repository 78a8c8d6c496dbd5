import * as z from 'zod';
import type { Operation } from '../operation.ts';
import { getSavings, SAVINGS_QUERY } from '../savings.ts';

const TOTALS = {
  nodeHoursOff: z.number().describe('Hours times nodes that were off because of us.'),
  restarts: z.int(),
  restartNodeHours: z.number().describe('Hours times nodes that were being started: paid for, and not ready.'),
  unpricedNodeHours: z.number().describe('Those of the hours off that have no price, and are in no amount.'),
  money: z
    .array(
      z.object({
        currency: z.string(),
        nodes: z.number().describe('What the hours off would have cost on.'),
        disks: z.number().describe('What they have cost off.'),
        restarts: z.number(),
        saved: z.number().describe('`nodes` less `disks` less `restarts`.'),
      }),
    )
    .describe('One for each currency: they are never added.'),
};

const LINE = z.object({
  kind: z.enum(['off', 'restart']),
  account: z.string(),
  pool: z.string(),
  node: z.string(),
  from: z.string(),
  to: z.string(),
  hours: z.number(),
  policy: z.string().nullable(),
  price: z.object({ nodeHour: z.number(), deallocatedNodeHour: z.number(), currency: z.string() }).nullable(),
  amount: z.number().nullable().describe('What the line adds to what is saved; less than nothing for a restart.'),
  basis: z
    .enum(['seen', 'accepted', 'measured', 'estimated'])
    .describe(
      'Of a time off: begins when the node was seen off, or when its deallocation was accepted. Of a restart: measured, or estimated from the lead time.',
    ),
  open: z.boolean().describe('Whether it still went on at the end of the span.'),
  records: z.array(z.string()).describe('The ids of the records that it is from.'),
});

const UNCOUNTED = z.object({
  account: z.string(),
  pool: z.string(),
  node: z.string(),
  from: z.string(),
  reason: z.string(),
  records: z.array(z.string()),
});

const EXAMPLE = {
  nodeHoursOff: 14,
  restarts: 1,
  restartNodeHours: 0.166667,
  unpricedNodeHours: 0,
  money: [{ currency: 'EUR', nodes: 7, disks: 0.28, restarts: 0.083333, saved: 6.636667 }],
};

/** What can be asked about savings. */
export const SAVINGS: readonly Operation[] = [
  {
    name: 'get-savings',
    method: 'GET',
    route: 'savings',
    access: 'read',
    tag: 'savings',
    summary: 'What was saved, less disks and restarts, counted from the history.',
    description:
      'The last 30 days unless `from` and `to` say otherwise; at most 92 days. A `pool` needs its `account`, and need not be there any more. With `lines=true` comes every line of the ledger, with the records that it is from. Days are days in UTC.',
    query: SAVINGS_QUERY,
    answers: {
      200: {
        description: 'Totals of the span, and by pool or by day.',
        content: {
          schema: z.object({
            from: z.string(),
            to: z.string(),
            group: z.enum(['pool', 'day']),
            total: z.object(TOTALS),
            groups: z.array(
              z.union([
                z.object({ account: z.string(), pool: z.string(), ...TOTALS }),
                z.object({ day: z.string(), ...TOTALS }),
              ]),
            ),
            uncounted: z
              .array(UNCOUNTED)
              .describe('Times that may have been off because of us and are not counted, and why.'),
            lines: z.array(LINE).optional(),
          }),
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
    handler: getSavings,
  },
];
