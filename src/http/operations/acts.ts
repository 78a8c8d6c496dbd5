import * as z from 'zod';
import type { PowerAct } from '../../core/pool/act.ts';
import type { Operation } from '../operation.ts';
import { ACT_BODY, postAct } from '../pools/acts.ts';
import { IDEMPOTENCY_HEADERS } from '../request/idempotency-key.ts';
import { POOL_PATH } from '../request/parse-params.ts';

const ACCEPTED = z.object({
  status: z.literal('accepted').describe('It was taken and written down. That is not yet "done".'),
  action: z.enum(['start', 'deallocate']),
  account: z.string(),
  pool: z.string(),
  correlation: z.string().describe('All that comes of it is in the history under it.'),
  history: z.string().describe('The address of that history.'),
});

const DESCRIPTION = `\`nodes\`, \`count\` or \`all\` says which; \`reason\` why, for those who read the history. It stands above the schedules, the
work that waits and the idle timeout until \`until\`, or until the next edge of the schedules; nodes that the policy protects, an override
that holds and the budgets stand above it. In the history there is a record \`….requested\`, an intent and an outcome for each node, \`….ended\` when nothing more is
asked of the service, and in the end \`node.started\`, \`node.deallocated\` or \`node.…-failed\` for each node that took it.`;

/** Nodes started and deallocated by hand. */
export const ACTS: readonly Operation[] = [
  actOperation('start', 'Starts nodes that are deallocated.'),
  actOperation('deallocate', 'Deallocates nodes: idle ones at once, those that work when their tasks are done.'),
];

function actOperation(action: PowerAct, summary: string): Operation {
  const correlation = '9b2f7c1e-3d64-4b0e-9a57-0d7f3a1c2b45';
  return {
    name: `${action}-nodes`,
    method: 'POST',
    route: `accounts/{account}/pools/{pool}/${action}`,
    access: 'operate',
    tag: 'acts',
    summary,
    description: DESCRIPTION,
    path: POOL_PATH,
    headers: IDEMPOTENCY_HEADERS,
    body: {
      schema: ACT_BODY,
      example: { count: 2, reason: 'the long render', until: '2026-03-03T18:00:00Z' },
    },
    answers: {
      202: {
        description: 'It was taken.',
        headers: { Location: 'Its history.' },
        content: {
          schema: ACCEPTED,
          example: {
            status: 'accepted',
            action,
            account: 'demo',
            pool: 'render',
            correlation,
            history: `/api/audit?correlation=${correlation}`,
          },
        },
      },
    },
    problems: [
      'AccountNotFound',
      'BodyTooLarge',
      'IdempotencyKeyReused',
      'InvalidRequest',
      'NodeNotFound',
      'PoolLeftAlone',
      'PoolNotFound',
      'UnsupportedMediaType',
    ],
    handler: postAct(action),
  };
}
