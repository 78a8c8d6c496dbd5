import * as z from 'zod';

/** The id of a node, with `*` for any run of characters. */
export const NODE_PATTERN = z
  .string('the id of a node is expected')
  .regex(/^[\w.*-]{1,200}$/, 'the id of a node is expected, such as "tvmps_31ed*"')
  .describe('The id of a node; * matches any run of characters.');

/** Which nodes are deallocated first, as people write it. */
export const DEALLOCATE_ORDER = z
  .strictObject(
    {
      by: z
        .array(
          z
            .enum(
              ['named', 'most-failures', 'oldest', 'longest-idle'],
              '"named", "most-failures", "oldest" or "longest-idle" is expected',
            )
            .describe(
              'named: as in nodes; most-failures: the most tasks that failed on it; oldest: switched on the longest ago; longest-idle.',
            ),
          'a list of criteria is expected',
        )
        .min(1, 'a criterion is expected')
        .max(4, 'at most 4 criteria')
        .describe('By what nodes are ordered; those that are equal by the next one.')
        .default(['longest-idle']),
      nodes: z
        .array(NODE_PATTERN, 'a list of node ids is expected')
        .max(500, 'at most 500 nodes')
        .describe('For "named": these nodes are deallocated first, in the order of the patterns.')
        .default([]),
    },
    'an order such as { "by": ["most-failures", "oldest"] } is expected',
  )
  .describe('Which nodes are deallocated first. Idle nodes always come before nodes that drain.');
