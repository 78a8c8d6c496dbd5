import * as z from 'zod';
import type { Contract } from './contract.ts';
import { DRY_RUN, DRY_RUN_ANSWER } from './effects.ts';
import { MOMENT_IN_WORDS } from './moment-parameters.ts';
import { IDEMPOTENCY_HEADERS, NODE, POOL_PATH, POOL_ROUTE, REASON } from './parameters.ts';

/** The most nodes that a request can name: a queue message holds 48 KiB, and a node id has about 75 characters. */
const MOST_NAMED = 500;

const ACT = z
  .strictObject(
    {
      nodes: z
        .array(NODE, 'a list of node ids is expected')
        .min(1, 'the id of a node is expected')
        .max(MOST_NAMED, `at most ${MOST_NAMED} nodes`)
        .describe('These nodes.')
        .optional(),
      count: z
        .int('a number of nodes is expected')
        .min(1, 'at least one node is expected')
        .max(100_000, 'at most 100000 nodes')
        .describe('So many nodes.')
        .optional(),
      all: z.literal(true, 'true is expected, or nothing').describe('All nodes.').optional(),
      reason: REASON,
      despiteStop: z
        .literal(true, 'true is expected, or nothing')
        .describe('Carried out although an emergency stop is in effect.')
        .optional(),
      until: MOMENT_IN_WORDS.describe(
        'How long the request holds; until the next edge of the schedules without it.',
      ).optional(),
    },
    'an act such as { "count": 2, "reason": "the long render" } is expected',
  )
  .refine(({ nodes, count, all }) => [nodes, count, all].filter((one) => one !== undefined).length === 1, {
    message: 'one of nodes, count and all is expected',
    // Also where another member is at fault, so that one answer names everything.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

const ACCEPTED = z.object({
  status: z.literal('accepted').describe('The request was taken and recorded. It is not carried out yet.'),
  action: z.enum(['start', 'deallocate']),
  account: z.string(),
  pool: z.string(),
  correlation: z.string().describe('Everything that comes of the request is in the audit log under it.'),
  auditLog: z.string().describe('The address of these records.'),
});

const DESCRIPTION = `\`nodes\`, \`count\` or \`all\` says which nodes, and \`reason\` why. Until \`until\`, or until the next edge of the schedules, the
request takes precedence over the schedules, the work that waits and the idle timeout. Nodes that the policy protects, an override and the budgets
take precedence over it. With \`nodes\` or \`all\` it also holds for nodes that are on, or off, already. While an emergency stop is in effect it is refused unless it says \`despiteStop\`. A valid request that is refused has a record
\`….refused\`, with the reason. Otherwise the audit log has a record \`….requested\`, an intent and an outcome for each node, \`….ended\` when nothing more is
asked of the service, and finally \`node.started\`, \`node.deallocated\` or \`node.…-failed\` for each node that took the request.`;

const CORRELATION = '9b2f7c1e-3d64-4b0e-9a57-0d7f3a1c2b45';

export const startNodes = actContract('start', 'Start nodes that are deallocated.');

export const deallocateNodes = actContract(
  'deallocate',
  'Deallocate nodes: idle ones at once, running ones when their tasks are done.',
);

function actContract<const Action extends 'start' | 'deallocate'>(action: Action, summary: string) {
  return {
    name: `${action}-nodes`,
    method: 'POST',
    route: `${POOL_ROUTE}/${action}`,
    access: 'operate',
    tag: 'acts',
    summary,
    description: DESCRIPTION,
    path: POOL_PATH,
    query: DRY_RUN,
    headers: IDEMPOTENCY_HEADERS,
    body: { schema: ACT, example: { count: 2, reason: 'the long render', until: '2026-03-03T18:00:00Z' } },
    answers: {
      200: DRY_RUN_ANSWER,
      202: {
        description: 'The request was taken.',
        headers: { location: 'The address of its records in the audit log.' },
        content: {
          schema: ACCEPTED,
          example: {
            status: 'accepted',
            action,
            account: 'demo',
            pool: 'render',
            correlation: CORRELATION,
            auditLog: `/api/audit?correlation=${CORRELATION}`,
          },
        },
      },
    },
    problems: [
      'AccountNotFound',
      'BodyTooLarge',
      'EmergencyStopped',
      'IdempotencyKeyReused',
      'InvalidRequest',
      'NodeNotFound',
      'PoolLeftAlone',
      'PoolNotFound',
      'UnsupportedMediaType',
    ],
  } as const satisfies Contract;
}
