import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { INSTANT_PARAM } from './moment-parameters.ts';
import { MOMENT } from './moments.ts';
import { POOL_PATH, POOL_ROUTE } from './parameters.ts';

const TIMELINE = z.object({
  account: z.string(),
  pool: z.string(),
  now: MOMENT,
  from: MOMENT,
  to: MOMENT,
  nodes: z.int().describe('The nodes of the pool that take part: Spot nodes only if the policy says so.'),
  knownFrom: MOMENT.describe('Before it nothing is known of the nodes that were on: the pool has no record.'),
  on: z.array(z.object({ at: MOMENT, nodes: z.int() })),
  requested: z.array(
    z.object({
      at: MOMENT,
      min: z.int(),
      max: z.int().nullable().describe('`null` is no limit.'),
      because: z.array(z.string()),
    }),
  ),
});

/** A pool over time. */
export type Timeline = Of<typeof TIMELINE>;

export const getPoolTimeline = {
  name: 'get-pool-timeline',
  method: 'GET',
  route: `${POOL_ROUTE}/timeline`,
  access: 'read',
  tag: 'pools',
  summary: 'Get the nodes that were on, and the capacity requested, over time.',
  description:
    'From a day ago to half a day ahead unless `from` and `to` say otherwise; at most 35 days. The nodes that were on are counted ' +
    'back from those that are on now, by the records of the audit log; before the first of them, `knownFrom`, nothing is known. The requested capacity is that of the documents as they are now.',
  path: POOL_PATH,
  query: z.strictObject({ from: INSTANT_PARAM.optional(), to: INSTANT_PARAM.optional() }),
  answers: {
    200: {
      description: 'Each point holds until the next one.',
      content: {
        schema: TIMELINE,
        example: {
          account: 'demo',
          pool: 'render',
          now: '2026-03-02T12:00:00Z',
          from: '2026-03-01T12:00:00Z',
          to: '2026-03-03T00:00:00Z',
          nodes: 10,
          knownFrom: '2026-03-01T12:00:00Z',
          on: [
            { at: '2026-03-01T12:00:00Z', nodes: 0 },
            { at: '2026-03-02T07:48:00Z', nodes: 10 },
          ],
          requested: [
            { at: '2026-03-01T12:00:00Z', min: 0, max: 0, because: ['outside the windows of office-hours'] },
            { at: '2026-03-02T08:00:00Z', min: 10, max: null, because: ['window "weekdays" of office-hours'] },
          ],
        },
      },
    },
  },
  problems: ['AccountNotFound', 'PoolNotFound', 'InvalidRequest'],
} as const satisfies Contract;
