import * as z from 'zod';
import { STANDINGS } from '../pools/os-upgrade.ts';
import { NODE_STATE } from './pool.ts';

/** How far the nodes of a pool are with an upgrade of their image. */
export const OS_UPGRADE = z.object({
  account: z.string(),
  pool: z.string(),
  newest: z.string().nullable().describe('The newest version that any node runs.'),
  counts: z.object({ current: z.int(), upgrading: z.int(), behind: z.int(), missed: z.int(), unknown: z.int() }),
  nodes: z.array(
    z.object({
      node: z.string(),
      state: NODE_STATE,
      image: z.string().nullable(),
      version: z.string().nullable(),
      standing: z
        .enum(STANDINGS)
        .describe('`missed`: it runs an older version and is off, so that it takes a newer one only after a start.'),
    }),
  ),
});

/** A pool of which one node was off. */
export const OS_UPGRADE_EXAMPLE: z.infer<typeof OS_UPGRADE> = {
  account: 'demo',
  pool: 'render',
  newest: '22.04.202511120',
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
