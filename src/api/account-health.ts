import * as z from 'zod';
import type { Contract } from './contract.ts';
import { CHECKS, HEALTH_STATUS, HEALTH_TYPE } from './health.ts';
import { MOMENT } from './moments.ts';
import { NO_QUERY } from './no-query.ts';
import { ACCOUNT_PATH } from './parameters.ts';

const ACCOUNT_HEALTH = z
  .object({ status: HEALTH_STATUS, description: z.string(), time: MOMENT, output: z.string(), checks: CHECKS })
  .meta({ id: 'AccountHealth' });

const HEALTHY: z.infer<typeof ACCOUNT_HEALTH> = {
  status: 'pass',
  description: 'health of the account demo',
  time: '2026-03-02T12:00:00Z',
  output: '1 pool passes',
  checks: { 'pool:render': [{ status: 'pass', output: '10 of 10 that must be ready', time: '2026-03-02T12:00:00Z' }] },
};

const FAILING: z.infer<typeof ACCOUNT_HEALTH> = {
  ...HEALTHY,
  status: 'fail',
  output: '1 pool fails',
  checks: { 'pool:render': [{ status: 'fail', output: '4 of 10 that must be ready', time: '2026-03-02T12:00:00Z' }] },
};

export const getAccountHealth = {
  name: 'get-account-health',
  method: 'GET',
  route: 'accounts/{account}/health',
  access: 'read',
  tag: 'health',
  summary: 'Check the health of all pools of an account that have a policy.',
  description:
    'By the states of nodes alone, at the cost of two lists: a pool fails where fewer nodes are ready than its enforcing policy requests now, and warns where nodes are `unusable` or `starttaskfailed`, or where a document cannot be read and the pool is therefore left alone. `accounts/{account}/pools/{pool}/health` asks the nodes, too.',
  path: ACCOUNT_PATH,
  query: NO_QUERY,
  answers: {
    200: {
      description: 'No pool fails.',
      content: { type: HEALTH_TYPE, schema: ACCOUNT_HEALTH, example: HEALTHY },
    },
    503: { description: 'A pool fails.', content: { type: HEALTH_TYPE, schema: ACCOUNT_HEALTH, example: FAILING } },
  },
  problems: ['AccountNotFound'],
} as const satisfies Contract;
