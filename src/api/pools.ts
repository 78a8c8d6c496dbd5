import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { NO_QUERY } from './no-query.ts';
import { ACCOUNT_PATH, POOL_PATH, POOL_ROUTE } from './parameters.ts';
import { POOL_ANSWER, POOL_EXAMPLE } from './pool.ts';

const POOLS = z.object({ account: z.string(), pools: z.array(POOL_ANSWER) });

/** The pools of an account. */
export type Pools = Of<typeof POOLS>;

export const listPools = {
  name: 'list-pools',
  method: 'GET',
  route: 'accounts/{account}/pools',
  access: 'read',
  inParts: true,
  tag: 'pools',
  summary: 'List the pools of an account.',
  description: 'Each with the states of its nodes, the capacity requested now and next, its policy and its last plan.',
  path: ACCOUNT_PATH,
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The pools, ordered by id. A limited role shows those in its scope.',
      content: { schema: POOLS, example: { account: 'demo', pools: [POOL_EXAMPLE] } },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound'],
} as const satisfies Contract;

export const getPool = {
  name: 'get-pool',
  method: 'GET',
  route: POOL_ROUTE,
  access: 'read',
  tag: 'pools',
  summary: 'Get a pool.',
  path: POOL_PATH,
  query: NO_QUERY,
  answers: { 200: { description: 'The pool.', content: { schema: POOL_ANSWER, example: POOL_EXAMPLE } } },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound'],
} as const satisfies Contract;
