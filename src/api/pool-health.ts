import * as z from 'zod';
import type { Contract } from './contract.ts';
import { CHECKS, HEALTH_STATUS, HEALTH_TYPE, HELP, NODE_HEALTH_QUERY, POOL_HEALTH_QUERY, REMEDY } from './health.ts';
import { MOMENT } from './moments.ts';
import { NODE_PATH, POOL_PATH, POOL_ROUTE } from './parameters.ts';
import { NODE_STATE } from './pool.ts';
import { BROKEN } from './trouble.ts';

const NODE_HEAD = z.object({
  node: z.string(),
  state: NODE_STATE,
  verdict: z.enum(['healthy', 'unhealthy', 'unknown', 'not-asked', 'excluded']),
  askedAt: MOMENT.nullable().describe('When the node was last asked.'),
  stale: z.boolean().describe('Whether its last answer is older than `maxAge`.'),
});

const HEALTH_HEAD = z.object({
  status: HEALTH_STATUS,
  description: z.string(),
  time: MOMENT,
  output: z.string().describe('The reason, in one line.'),
  notes: z.array(z.string()),
  checks: CHECKS,
});

const POOL_HEALTH = HEALTH_HEAD.extend({
  minHealthy: z.string(),
  maxAge: z.string(),
  nodes: z.object({
    total: z.int(),
    on: z.int(),
    needed: z.int().describe('So many of the nodes that are on must be healthy.'),
    healthy: z.int(),
    unhealthy: z.int(),
    unknown: z.int(),
    notAsked: z.int(),
    excluded: z.partialRecord(NODE_STATE, z.int()).describe('Nodes that count neither for nor against the pool.'),
    sampled: z.boolean().describe('Whether the share is that of the nodes that were asked.'),
  }),
  findings: z.array(NODE_HEAD.extend({ reasons: z.array(z.string()) })).describe('The first nodes with findings.'),
  moreFindings: z.int(),
  help: z.array(HELP),
  broken: z.array(BROKEN).describe('What is broken, what is about the pool first; the first nodes by name.'),
}).meta({ id: 'PoolHealth' });

const NODE_HEALTH = HEALTH_HEAD.extend({ ...NODE_HEAD.shape, help: z.array(REMEDY) }).meta({ id: 'NodeHealth' });

const TIME = '2026-03-02T12:00:00Z';

/** A healthy pool. */
const POOL_EXAMPLE: z.infer<typeof POOL_HEALTH> = {
  status: 'pass',
  description: 'health of the pool demo/render',
  time: TIME,
  output: '10 of 10 nodes that are on are healthy, 100% are wanted',
  notes: [],
  minHealthy: '100%',
  maxAge: 'PT15M',
  nodes: {
    total: 12,
    on: 10,
    needed: 10,
    healthy: 10,
    unhealthy: 0,
    unknown: 0,
    notAsked: 0,
    excluded: { deallocated: 2 },
    sampled: false,
  },
  checks: { 'nodes:healthy': [{ status: 'pass', observedValue: 10, observedUnit: 'nodes', time: TIME }] },
  findings: [],
  moreFindings: 0,
  help: [],
  broken: [],
};

/** A healthy node. */
const NODE_EXAMPLE: z.infer<typeof NODE_HEALTH> = {
  status: 'pass',
  description: 'health of the node demo/render/tvmps_1',
  time: TIME,
  output: 'it is idle, and nothing is against it',
  notes: [],
  node: 'tvmps_1',
  state: 'idle',
  verdict: 'healthy',
  askedAt: TIME,
  stale: false,
  checks: {
    'node:state': [{ status: 'pass', observedValue: 'idle', time: TIME }],
    'extension:HealthExtension': [{ status: 'pass', observedValue: 'succeeded', output: '', time: TIME }],
  },
  help: [],
};

export const getPoolHealth = {
  name: 'get-pool-health',
  method: 'GET',
  route: `${POOL_ROUTE}/health`,
  access: 'read',
  tag: 'health',
  summary: 'Check whether enough nodes of a pool are healthy; for monitors.',
  path: POOL_PATH,
  query: POOL_HEALTH_QUERY,
  answers: {
    200: {
      description: 'The status is `pass` or `warn`.',
      content: { type: HEALTH_TYPE, schema: POOL_HEALTH, example: POOL_EXAMPLE },
    },
    503: {
      description: 'The status is `fail`.',
      content: { type: HEALTH_TYPE, schema: POOL_HEALTH, example: { ...POOL_EXAMPLE, status: 'fail' } },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound'],
} as const satisfies Contract;

export const getNodeHealth = {
  name: 'get-node-health',
  method: 'GET',
  route: `${POOL_ROUTE}/nodes/{node}/health`,
  access: 'read',
  tag: 'health',
  summary: 'Check whether one node is healthy; for monitors.',
  path: NODE_PATH,
  query: NODE_HEALTH_QUERY,
  answers: {
    200: {
      description: 'The status is `pass` or `warn`.',
      content: { type: HEALTH_TYPE, schema: NODE_HEALTH, example: NODE_EXAMPLE },
    },
    503: {
      description: 'The status is `fail`.',
      content: { type: HEALTH_TYPE, schema: NODE_HEALTH, example: { ...NODE_EXAMPLE, status: 'fail' } },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'NodeNotFound'],
} as const satisfies Contract;
