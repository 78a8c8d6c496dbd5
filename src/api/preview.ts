import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { DATE_PARAM } from './moment-parameters.ts';
import { MOMENT } from './moments.ts';
import { DOCUMENT_ID, DOCUMENT_PATH, wholeNumber } from './parameters.ts';

const FINDING = z
  .object({
    severity: z
      .enum(['error', 'warning', 'advice'])
      .describe('`error`: it cannot be meant; `warning`: it is probably not meant; `advice`: it may be.'),
    path: z.string().describe('The member in question, such as `$.windows[0]`.'),
    rule: z.string(),
    message: z.string(),
  })
  .meta({ id: 'DocumentFinding', description: 'Something to know about a document that is valid.' });

const AMOUNT = z.union([z.number(), z.string()]).describe('A number of nodes, or a share such as `50%`.');

const NODE_HOURS = { nodeHours: z.number(), cost: z.number().optional() };

const PREVIEW = z
  .object({
    ...NODE_HOURS,
    timeZone: z.string(),
    edges: z.array(
      z.object({
        at: MOMENT,
        window: z.string(),
        edge: z.enum(['open', 'close']),
        capacity: z.object({ min: AMOUNT, max: AMOUNT.nullable() }),
        maintenance: z.string().describe('In a maintenance window: how long each node that was off is on.').optional(),
      }),
    ),
    days: z.array(z.object({ ...NODE_HOURS, date: z.string() })),
    alwaysOn: z.object(NODE_HOURS).describe('The same days with all nodes always on.'),
    currency: z.string().describe('The currency of all costs.').optional(),
    clockChanges: z.array(
      z.object({
        at: MOMENT,
        before: z.string(),
        after: z.string(),
        timeZone: z.string(),
        windows: z.array(z.string()).describe('The windows that become longer or shorter, or move.'),
      }),
    ),
    findings: z.array(FINDING),
    next: z
      .string()
      .describe(
        'Only where these days are too many for one answer: the answer ends before this day. Ask again with it as `from`.',
      )
      .optional(),
  })
  .meta({ id: 'Preview' });

/** One working day. */
const EXAMPLE: z.infer<typeof PREVIEW> = {
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

const COMMON = {
  route: 'schedules/{id}/preview',
  tag: 'schedules',
  path: DOCUMENT_PATH,
  query: z.strictObject({
    from: DATE_PARAM.describe("The first day, in the schedule's time zone; today without it.").optional(),
    days: wholeNumber(400, 7).describe('The number of days.'),
    nodes: wholeNumber(100_000, 100).describe('The number of nodes of the pool; shares are taken of it.'),
    policy: DOCUMENT_ID.describe('The policy whose price counts; without it the preview has no cost.').optional(),
  }),
  answers: { 200: { description: 'The preview.', content: { schema: PREVIEW, example: EXAMPLE } } },
} as const;

export const previewSchedule = {
  ...COMMON,
  name: 'preview-schedule',
  method: 'GET',
  access: 'read',
  summary:
    'Show what a schedule will do: its edges, node-hours, cost and clock changes, and what is probably not meant.',
  description: 'From midnight of a date in its time zone, for some days and a pool with some number of nodes.',
  problems: ['InvalidRequest', 'DocumentNotFound', 'InvalidDocument'],
} as const satisfies Contract;

export const previewUnsavedSchedule = {
  ...COMMON,
  name: 'preview-unsaved-schedule',
  method: 'POST',
  // The request fetches the calendars that the text refers to, as saving it does.
  access: 'operate',
  summary: 'Show what a schedule would do that is not saved.',
  description: 'The same as the preview of a saved schedule, of the text in the body. Nothing is saved.',
  body: {
    document: 'schedule',
    example: {
      id: 'office-hours',
      timeZone: 'Europe/Berlin',
      windows: [{ name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 10 } }],
    },
  },
  problems: ['InvalidRequest', 'InvalidDocument', 'DocumentNotFound', 'BodyTooLarge', 'UnsupportedMediaType'],
} as const satisfies Contract;

/** What a schedule will do. */
export type Preview = Of<typeof PREVIEW>;
