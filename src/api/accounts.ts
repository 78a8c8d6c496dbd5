import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { CHECKS, HEALTH_STATUS, HEALTH_TYPE } from './health.ts';
import { MOMENT } from './moments.ts';
import { ACCOUNT_PATH, NO_QUERY } from './parameters.ts';

const ACCOUNTS = z.object({
  now: MOMENT.describe("The time by the app's clock, which is a virtual one in a local run."),
  accounts: z.array(z.object({ name: z.string() })),
});

/** The Batch accounts that the app manages, and its time. */
export type Accounts = Of<typeof ACCOUNTS>;

export const listAccounts = {
  name: 'list-accounts',
  method: 'GET',
  route: 'accounts',
  access: 'read',
  tag: 'pools',
  summary: 'List the Batch accounts that the app manages.',
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The accounts, as the settings name them.',
      content: { schema: ACCOUNTS, example: { now: '2026-03-02T08:00:00Z', accounts: [{ name: 'demo' }] } },
    },
  },
  problems: [],
} as const satisfies Contract;

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
    'By the states of nodes alone, at the cost of two lists: a pool fails where fewer nodes are ready than its enforcing policy requests now, and warns where nodes are `unusable` or `starttaskfailed`. `accounts/{account}/pools/{pool}/health` asks the nodes, too.',
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
