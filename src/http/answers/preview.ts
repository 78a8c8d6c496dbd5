import * as z from 'zod';
import { MOMENT } from './pool.ts';

const SEVERITY = z
  .enum(['error', 'warning', 'advice'])
  .describe('`error`: it cannot be meant; `warning`: it is probably not meant; `advice`: it may be.');

/** Something worth knowing about a document that is valid. */
export const DOCUMENT_FINDING = z.object({
  severity: SEVERITY,
  path: z.string().describe('The member in question, such as `$.windows[0]`.'),
  rule: z.string(),
  message: z.string(),
});

const AMOUNT = z.union([z.number(), z.string()]).describe('A number of nodes, or a share such as `50%`.');

const NODE_HOURS = { nodeHours: z.number(), cost: z.number().optional() };

/** What a schedule will do. */
export const PREVIEW = z.object({
  ...NODE_HOURS,
  timeZone: z.string(),
  edges: z.array(
    z.object({
      at: MOMENT,
      window: z.string(),
      edge: z.enum(['open', 'close']),
      capacity: z.object({ min: AMOUNT, max: AMOUNT.nullable() }),
      maintenance: z
        .string()
        .describe('In a maintenance window: for how long each node that was off is on.')
        .optional(),
    }),
  ),
  days: z.array(z.object({ ...NODE_HOURS, date: z.string() })),
  alwaysOn: z.object(NODE_HOURS).describe('The same days, if all nodes were always on.'),
  currency: z.string().describe('Of all costs.').optional(),
  clockChanges: z.array(
    z.object({
      at: MOMENT,
      before: z.string(),
      after: z.string(),
      timeZone: z.string(),
      windows: z.array(z.string()).describe('The windows that are longer, shorter or moved by it.'),
    }),
  ),
  findings: z.array(DOCUMENT_FINDING),
  next: z
    .string()
    .describe(
      'Only where these days are too much for one answer: it ends before this day. Ask again with it as `from`.',
    )
    .optional(),
});

/** One working day. */
export const PREVIEW_EXAMPLE: z.infer<typeof PREVIEW> = {
  timeZone: 'Europe/Berlin',
  edges: [
    { at: '2026-03-02T07:00:00Z', window: 'weekdays', edge: 'open', capacity: { min: 10, max: null } },
    { at: '2026-03-02T17:30:00Z', window: 'weekdays', edge: 'close', capacity: { min: 10, max: null } },
  ],
  days: [{ date: '2026-03-02', nodeHours: 105, cost: 67.8 }],
  nodeHours: 105,
  cost: 67.8,
  alwaysOn: { nodeHours: 2400, cost: 1008 },
  currency: 'EUR',
  clockChanges: [],
  findings: [],
};
