import {
  ARM_POOL,
  ARM_POOL_EXAMPLE,
  CREATED_POOL,
  POOL_CHECK,
  POOL_FINDING_EXAMPLE,
} from '../answers/pool-creation.ts';
import type { Operation } from '../operation.ts';
import { POOL_CHECK_QUERY, postPoolCheck, putPool } from '../pools/pool-creation.ts';
import { NO_QUERY, POOL_PATH } from '../request/parse-params.ts';

const BODY = { schema: ARM_POOL, example: ARM_POOL_EXAMPLE };

/** Making pools. */
export const POOL_CREATION: readonly Operation[] = [
  {
    name: 'put-pool',
    method: 'PUT',
    route: 'accounts/{account}/pools/{pool}',
    access: 'operate',
    tag: 'pools',
    summary: 'Creates a pool, after its body was checked.',
    description:
      'Through the management plane, from its body there; `upgradePolicy`, `identity` and `extensions` arrive as they are. ' +
      'A pool that is there is never changed. Needs the `resourceId` of the account in the settings.',
    path: POOL_PATH,
    query: NO_QUERY,
    body: { ...BODY, description: 'The body of the pool on the management plane.' },
    answers: {
      201: {
        description: 'The pool is created.',
        headers: { location: 'The address of the pool.' },
        content: {
          schema: CREATED_POOL,
          example: {
            pool: { name: 'render', ...ARM_POOL_EXAMPLE },
            findings: [POOL_FINDING_EXAMPLE],
            correlation: '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d',
          },
        },
      },
    },
    problems: [
      'InvalidRequest',
      'InvalidPool',
      'AccountNotFound',
      'PoolExists',
      'BodyTooLarge',
      'UnsupportedMediaType',
    ],
    handler: putPool,
  },
  {
    name: 'check-pool',
    method: 'POST',
    route: 'pools/check',
    access: 'operate',
    tag: 'pools',
    summary: 'Checks the body of a pool; nothing is created.',
    description: 'What is found is no failure of the request: `ok` tells.',
    query: POOL_CHECK_QUERY,
    body: { ...BODY, description: 'The body of a pool on the management plane.' },
    answers: {
      200: {
        description: 'Everything that there is to say about the body.',
        content: { schema: POOL_CHECK, example: { ok: true, findings: [POOL_FINDING_EXAMPLE] } },
      },
    },
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'BodyTooLarge', 'UnsupportedMediaType'],
    handler: postPoolCheck,
  },
];
