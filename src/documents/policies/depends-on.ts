import * as z from 'zod';
import { AMOUNT } from '../fields/fields.ts';

/** The pools that must be ready before those of a policy are started, as people write them. */
export const DEPENDS_ON = z
  .array(
    z
      .strictObject(
        {
          pool: z
            .string('the id of a pool is expected')
            .regex(/^[A-Za-z0-9_-]{1,64}$/, 'the id of a pool of the same account is expected, such as "cache"')
            .describe('The id of a pool of the same account.'),
          ready: AMOUNT.describe('So many of its nodes, or such a share, must be ready.').default(1),
        },
        'a pool such as { "pool": "cache", "ready": 1 } is expected',
      )
      .describe('A pool that must be ready first.'),
    'a list of pools is expected',
  )
  .max(20, 'at most 20 pools')
  .describe(
    'Nodes are started only after these pools are ready, and these keep so many ready until all pools of this policy are off.',
  )
  .default([]);
