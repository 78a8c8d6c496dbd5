import * as z from 'zod';
import type { StartFailurePolicy, StartFailureStep } from '../../core/policy/policy.ts';
import { SPAN, toSpan } from '../fields/fields.ts';

const A_STEP = '"other-node", "reboot", "reimage", "sibling:<id of a pool>" or "tell" is expected';

/** What happens when starts fail, as people write it. */
export const START_FAILURE = z
  .strictObject(
    {
      backOff: SPAN.refine(isBackOff, 'a span of time from PT1M to PT30M is expected')
        .describe(
          'How long the next start waits after a failed one. It doubles with each further failure, up to half an hour for the pool.',
        )
        .default('PT5M'),
      ladder: z
        .array(
          z
            .string(A_STEP)
            .regex(/^(?:other-node|reboot|reimage|tell|sibling:[A-Za-z0-9_-]{1,64})$/, A_STEP)
            .describe('A step: "other-node", "reboot", "reimage", "sibling:" and the id of a pool, or "tell".'),
          'a list of steps is expected',
        )
        .max(10, 'at most 10 steps')
        .describe(
          'What is tried, in this order: other nodes go first; a node that is unusable or whose start task failed is rebooted, then reimaged, each once; a sibling pool gets the starts while they fail; "tell" ends the ladder. Other nodes always go first, and events always tell.',
        )
        .default(['other-node', 'reboot', 'tell']),
    },
    'start failures such as { "backOff": "PT5M", "ladder": ["other-node", "reboot", "reimage", "tell"] } are expected',
  )
  .describe('What happens when starts fail.');

function isBackOff(text: string): boolean {
  try {
    const minutes = toSpan(text).total('minutes');
    return minutes >= 1 && minutes <= 30;
  } catch {
    // The format check reports an invalid span already.
    return true;
  }
}

/** The settings for failed starts from a policy document. */
export function toStartFailure({ backOff, ladder }: z.infer<typeof START_FAILURE>): StartFailurePolicy {
  return { backOff: toSpan(backOff), ladder: ladder.flatMap(toStep) };
}

function toStep(step: string): readonly StartFailureStep[] {
  switch (step) {
    case 'other-node':
    case 'reboot':
    case 'reimage':
    case 'tell':
      return [step];
    default:
      return step.startsWith('sibling:') ? [`sibling:${step.slice('sibling:'.length)}`] : [];
  }
}
