import * as z from 'zod';
import type { Contract } from './contract.ts';
import { NO_QUERY } from './no-query.ts';
import { POOL_PATH, POOL_ROUTE } from './parameters.ts';
import { NODE_STATE } from './pool.ts';

const OS_UPGRADE = z
  .object({
    account: z.string(),
    pool: z.string(),
    newest: z.string().nullable().describe('The newest version of the image.'),
    source: z
      .enum(['published', 'nodes'])
      .describe('`published`: Azure Compute lists it. `nodes`: it is only the newest that any node of the pool runs.'),
    because: z.string().nullable().describe('Why the published versions are not known.'),
    counts: z.object({ current: z.int(), upgrading: z.int(), behind: z.int(), missed: z.int(), unknown: z.int() }),
    nodes: z.array(
      z.object({
        node: z.string(),
        state: NODE_STATE,
        image: z.string().nullable(),
        version: z.string().nullable(),
        standing: z
          .enum(['current', 'upgrading', 'behind', 'missed', 'unknown'])
          .describe('`missed`: the node runs an older version and is off; it can take a newer one only after a start.'),
      }),
    ),
  })
  .meta({ id: 'OsUpgrade' });

/** A pool of which one node was off. */
const EXAMPLE: z.infer<typeof OS_UPGRADE> = {
  account: 'demo',
  pool: 'render',
  newest: '22.04.202511120',
  source: 'published',
  because: null,
  counts: { current: 1, upgrading: 0, behind: 0, missed: 1, unknown: 0 },
  nodes: [
    {
      node: 'tvmps_1',
      state: 'idle',
      image: 'microsoft-dsvm/ubuntu-hpc/2204',
      version: '22.04.202511120',
      standing: 'current',
    },
    {
      node: 'tvmps_2',
      state: 'deallocated',
      image: 'microsoft-dsvm/ubuntu-hpc/2204',
      version: '22.04.202510010',
      standing: 'missed',
    },
  ],
};

export const getOsUpgrade = {
  name: 'get-os-upgrade',
  method: 'GET',
  route: `${POOL_ROUTE}/os-upgrade`,
  access: 'read',
  tag: 'pools',
  summary: 'List the nodes that run an older image than the newest that was published.',
  description: 'And which of them missed the newer one because they were off.',
  path: POOL_PATH,
  query: NO_QUERY,
  answers: { 200: { description: 'The nodes with their images.', content: { schema: OS_UPGRADE, example: EXAMPLE } } },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound'],
} as const satisfies Contract;
