import * as z from 'zod';
import { EXPLANATION, EXPLANATION_EXAMPLE } from '../answers/explanation.ts';
import { POOL_ANSWER, POOL_EXAMPLE } from '../answers/pool.ts';
import type { Operation } from '../operation.ts';
import { EXPLANATION_QUERY, getExplanation } from '../pools/explain.ts';
import { ACCOUNT_PATH, getPool, listPools } from '../pools/pools.ts';
import { NO_QUERY, POOL_PATH } from '../request/parse-params.ts';

/** What can be known of pools. */
export const POOLS: readonly Operation[] = [
  {
    name: 'list-pools',
    method: 'GET',
    route: 'accounts/{account}/pools',
    access: 'read',
    tag: 'pools',
    summary: 'All pools of an account.',
    description: 'The states of their nodes, the capacity that is asked for now and next, the policy, the last plan.',
    path: ACCOUNT_PATH,
    query: NO_QUERY,
    answers: {
      200: {
        description: 'The pools, ordered by id.',
        content: {
          schema: z.object({ account: z.string(), pools: z.array(POOL_ANSWER) }),
          example: { account: 'demo', pools: [POOL_EXAMPLE] },
        },
      },
    },
    problems: ['InvalidRequest', 'AccountNotFound'],
    handler: listPools,
  },
  {
    name: 'get-pool',
    method: 'GET',
    route: 'accounts/{account}/pools/{pool}',
    access: 'read',
    tag: 'pools',
    summary: 'One pool.',
    path: POOL_PATH,
    query: NO_QUERY,
    answers: { 200: { description: 'The pool.', content: { schema: POOL_ANSWER, example: POOL_EXAMPLE } } },
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound'],
    handler: getPool,
  },
  {
    name: 'explain-pool',
    method: 'GET',
    route: 'accounts/{account}/pools/{pool}/explain',
    access: 'read',
    tag: 'pools',
    summary: 'Why the nodes of a pool are as they are.',
    description:
      'The decision for each node with its facts; every rule in its order with what it says and why it won or lost; ' +
      'the windows and exceptions that count and those that do not; the work that waits; the next change. ' +
      'At another instant: what would be decided if the nodes stayed as they are.',
    path: POOL_PATH,
    query: EXPLANATION_QUERY,
    answers: {
      200: { description: 'The explanation.', content: { schema: EXPLANATION, example: EXPLANATION_EXAMPLE } },
    },
    problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'NodeNotFound'],
    handler: getExplanation,
  },
];
