import * as z from 'zod';
import { MOMENT } from './moments.ts';

/** Something that is broken, since when, and what was tried. */
export const BROKEN = z
  .object({
    node: z.string().nullable().describe('`null` where it is about the pool as a whole.'),
    what: z.string(),
    since: MOMENT.nullable(),
    tried: z.array(z.string()).describe('What was done about it.'),
    nextTryAt: MOMENT.nullable(),
  })
  .meta({ id: 'Broken' });

const QUOTAS = z
  .object({
    dedicatedCores: z.number().nullable(),
    lowPriorityCores: z.number().nullable(),
    families: z
      .array(z.object({ family: z.string(), cores: z.number() }))
      .describe('Cores of dedicated nodes by family of machine sizes; empty where the account has no such limits.'),
    pools: z.number().nullable(),
  })
  .meta({ id: 'AccountQuotas', description: 'What the account may have at most.' });

/** Nodes that are paid for but cannot be used, with their cost, and what is broken. */
export const TROUBLE = z
  .object({
    nodes: z.int().describe('Nodes that are paid for and cannot be used.'),
    nodeHours: z.number().describe('So many hours they have been in their present state, together.'),
    cost: z
      .object({ amount: z.number(), currency: z.string() })
      .nullable()
      .describe('What these hours cost; `null` where the policy has no price.'),
    broken: z.array(BROKEN).describe('What is about the pool first.'),
    quotas: QUOTAS.nullable().describe(
      'The quotas of the account, where starts of the pool fail. Whether deallocated nodes count against them is not documented.',
    ),
  })
  .meta({ id: 'Trouble' });
