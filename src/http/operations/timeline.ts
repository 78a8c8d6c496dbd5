import * as z from 'zod';
import type { Operation } from '../operation.ts';
import { getTimeline, TIMELINE_PATH, TIMELINE_QUERY } from '../pools/timeline.ts';

/** What a pool can be asked about its time. */
export const TIMELINE: readonly Operation[] = [
  {
    name: 'get-pool-timeline',
    method: 'GET',
    route: 'accounts/{account}/pools/{pool}/timeline',
    access: 'read',
    tag: 'pools',
    summary: 'A pool over time: how many nodes were on, and how many are asked for.',
    description:
      'From a day ago to half a day ahead unless `from` and `to` say otherwise; at most 35 days. What was on is counted back from what is on now by the records of the history. What is asked for is that of the documents as they stand now.',
    path: TIMELINE_PATH,
    query: TIMELINE_QUERY,
    answers: {
      200: {
        description: 'Each point holds until the next one.',
        content: {
          schema: z.object({
            account: z.string(),
            pool: z.string(),
            now: z.string(),
            from: z.string(),
            to: z.string(),
            nodes: z.int().describe('The dedicated nodes of the pool.'),
            on: z.array(z.object({ at: z.string(), nodes: z.int() })),
            asked: z.array(
              z.object({
                at: z.string(),
                min: z.int(),
                max: z.int().nullable().describe('`null` is no limit.'),
                because: z.array(z.string()),
              }),
            ),
          }),
          example: {
            account: 'demo',
            pool: 'render',
            now: '2026-03-02T12:00:00Z',
            from: '2026-03-01T12:00:00Z',
            to: '2026-03-03T00:00:00Z',
            nodes: 10,
            on: [
              { at: '2026-03-01T12:00:00Z', nodes: 0 },
              { at: '2026-03-02T07:48:00Z', nodes: 10 },
            ],
            asked: [
              { at: '2026-03-01T12:00:00Z', min: 0, max: 0, because: ['outside the windows of office-hours'] },
              { at: '2026-03-02T08:00:00Z', min: 10, max: null, because: ['window "weekdays" of office-hours'] },
            ],
          },
        },
      },
    },
    problems: ['AccountNotFound', 'PoolNotFound', 'InvalidRequest'],
    handler: getTimeline,
  },
];
