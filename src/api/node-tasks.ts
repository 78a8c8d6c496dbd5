import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { MOMENT } from './moments.ts';
import { NO_QUERY } from './no-query.ts';
import { NODE_PATH, POOL_ROUTE } from './parameters.ts';

const TASK = z.object({
  job: z.string(),
  task: z.string(),
  state: z.string().describe('As Azure Batch says it: `running`, `completed`.'),
  startedAt: MOMENT.nullable(),
  endedAt: MOMENT.nullable(),
  exitCode: z.int().nullable(),
});

const TASKS = z.object({
  account: z.string(),
  pool: z.string(),
  node: z.string(),
  tasks: z.array(TASK).describe('Those that run first, then those that ended last.'),
});

/** The tasks of a node. */
export type NodeTasks = Of<typeof TASKS>;

export const listNodeTasks = {
  name: 'list-node-tasks',
  method: 'GET',
  route: `${POOL_ROUTE}/nodes/{node}/tasks`,
  access: 'read',
  tag: 'pools',
  summary: 'List the tasks that run on a node, or ran there lately.',
  description: 'As many as Azure Batch names with a node.',
  path: NODE_PATH,
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The tasks.',
      content: {
        schema: TASKS,
        example: {
          account: 'demo',
          pool: 'render',
          node: 'tvmps_1',
          tasks: [
            {
              job: 'render-7',
              task: 'frame-12',
              state: 'completed',
              startedAt: '2026-03-02T08:00:00Z',
              endedAt: '2026-03-02T08:20:00Z',
              exitCode: 0,
            },
          ],
        },
      },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound', 'NodeNotFound'],
} as const satisfies Contract;
