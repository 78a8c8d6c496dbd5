import * as z from 'zod';
import type { HaltOnTaskFailures } from '../../core/policy/policy.ts';
import { SPAN, toSpan } from '../fields/fields.ts';

/** When failed tasks on new nodes hold starts back, as people write it. */
export const HALT_ON_TASK_FAILURES = z
  .strictObject(
    {
      tasks: z
        .int('a whole number is expected')
        .min(1, 'a number of tasks from 1 on is expected')
        .describe('So many tasks must have failed on nodes that were just started, and more than have succeeded there.')
        .default(5),
      within: SPAN.describe('How long a started node counts as new after it is ready.').default('PT15M'),
      for: SPAN.describe('For so long no node is started then.').default('PT30M'),
    },
    'a halt such as { "tasks": 5, "within": "PT15M", "for": "PT30M" } is expected',
  )
  .describe('No node is started for a while when tasks fail on nodes that were just started. Never without it.');

/** The halt from a policy document. */
export function toHalt(halt: z.infer<typeof HALT_ON_TASK_FAILURES> | undefined): HaltOnTaskFailures | undefined {
  return halt && { tasks: halt.tasks, within: toSpan(halt.within), for: toSpan(halt.for) };
}
