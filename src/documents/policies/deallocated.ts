import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { DeallocatedPolicy } from '../../core/policy/policy.ts';

const NODES = z.int('a whole number is expected').min(0, 'a number of nodes from 0 on is expected');

/** Longer than other spans, and at least a day: a node that is started every morning must not be removed at night. */
const DAYS = z
  .string('a number of days such as "P30D" is expected')
  .regex(/^P(?:[1-9]\d{0,2}D|[1-9]\d?W)$/, 'from "P1D" to "P999D", or weeks such as "P4W", is expected')
  .meta({ examples: ['P30D', 'P8W'] });

/** What happens to nodes that stay deallocated, as people write it. */
export const DEALLOCATED = z
  .strictObject(
    {
      atMost: NODES.describe('So many deallocated nodes may stay in the pool.').optional(),
      forAtMost: DAYS.describe('For so long a node may stay deallocated.').optional(),
      beyond: z
        .literal('remove', '"remove" is expected: nothing else ends what a deallocated node costs')
        .describe('What happens to those that are more, or older: they leave the pool for good, and its target falls.'),
      poolAtLeast: NODES.describe(
        'This many nodes stay in the pool. By default, what the schedules require within a week, and what the last week has used.',
      ).optional(),
    },
    'a limit such as { "atMost": 20, "forAtMost": "P30D", "beyond": "remove" } is expected',
  )
  .refine(
    ({ atMost, forAtMost }) => atMost !== undefined || forAtMost !== undefined,
    'a number of nodes, "atMost", or a time, "forAtMost", is expected',
  )
  .describe('How many nodes may stay deallocated, and for how long. Any number, for ever, without it.');

/** The limits for deallocated nodes from a policy document. */
export function toDeallocated(document: z.infer<typeof DEALLOCATED> | undefined): DeallocatedPolicy | undefined {
  return (
    document && {
      atMost: document.atMost,
      forAtMost: document.forAtMost === undefined ? undefined : toHours(document.forAtMost),
      poolAtLeast: document.poolAtLeast,
    }
  );
}

/** Days as 24 hours each, because an instant accepts no days. */
function toHours(days: string): Temporal.Duration {
  const { days: single, weeks } = Temporal.Duration.from(days);
  return Temporal.Duration.from({ hours: 24 * (single + 7 * weeks) });
}
