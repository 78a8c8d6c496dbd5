import * as z from 'zod';
import { SPAN, toSpan } from '../fields/fields.ts';

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
            .enum(
              ['other-node', 'reboot', 'reimage', 'tell'],
              '"other-node", "reboot", "reimage" or "tell" is expected; starting a sibling pool is not supported',
            )
            .describe('A step: another node, a reboot, a reimage, or only an event.'),
          'a list of steps is expected',
        )
        .max(10, 'at most 10 steps')
        .describe(
          'What is tried, in this order: other nodes go first; a node that is unusable or whose start task failed is rebooted, then reimaged, each once; "tell" ends the ladder. Other nodes always go first, and events always tell.',
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
    // That it is no span at all was said already.
    return true;
  }
}
