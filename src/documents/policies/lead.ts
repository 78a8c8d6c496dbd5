import * as z from 'zod';
import type { LeadPolicy } from '../../core/policy/policy.ts';
import { SPAN, toSpan } from '../fields/fields.ts';

/** How long before nodes are needed their starts are requested. */
export const LEAD = z
  .strictObject(
    {
      initial: SPAN.describe(
        'The lead time until enough starts of the pool have been seen, and for good without learn.',
      ).default('PT6M'),
      learn: z
        .boolean('true or false is expected')
        .describe('Is the lead time learned from the starts of the pool?')
        .default(true),
      quantile: z
        .number('a share such as 0.95 is expected')
        .min(0.5, 'a share from 0.5 to 0.999 is expected')
        .max(0.999, 'a share from 0.5 to 0.999 is expected')
        .describe(
          'The share of starts that must be finished within the learned lead time, from 0.5 to 0.999; 0.95 where it is not set, and then nodes for known work are started so that it waits some seconds on average.',
        )
        .optional(),
      margin: SPAN.describe('So much earlier on top.').default('PT1M'),
    },
    'a lead time such as { "initial": "PT6M" } is expected',
  )
  .describe('How long before nodes are needed they are started.');

/** The default share of starts that are ready in time. */
const USUAL_QUANTILE = 0.95;

/** The lead times from a policy document. */
export function toLead({ initial, learn, quantile, margin }: z.infer<typeof LEAD>): LeadPolicy {
  const [first, extra] = [toSpan(initial), toSpan(margin)];
  return { initial: first, learn, quantile: quantile ?? USUAL_QUANTILE, knownQuantile: quantile, margin: extra };
}
