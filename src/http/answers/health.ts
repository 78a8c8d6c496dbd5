import * as z from 'zod';
import { APPLICATION_HEALTH_STATES } from '../../core/health/application-health-state.ts';
import { MOMENT, NODE_STATE } from './pool.ts';

/** In the words of `application/health+json`. */
export const HEALTH_STATUS = z.enum(['pass', 'warn', 'fail']);

/** The Application Health of a node. */
export const APPLICATION_HEALTH = z.enum(APPLICATION_HEALTH_STATES);

const CHECK = z.object({
  status: HEALTH_STATUS,
  observedValue: z.union([z.number(), z.string()]).optional(),
  observedUnit: z.string().optional(),
  output: z.string().optional(),
  time: z.string().optional(),
});

/** Every check by its name. */
export const CHECKS = z.record(z.string(), z.array(CHECK));

/** The health of this app. */
export const APP_HEALTH = z.object({ status: HEALTH_STATUS, checks: CHECKS });

/** A way out of what was found. */
export const REMEDY = z.object({
  id: z.string(),
  means: z.string(),
  remediation: z.string(),
  link: z.string(),
});

/** A way out, and the nodes that it is for. */
export const HELP = REMEDY.extend({
  nodes: z.int().describe('How many nodes it is for.'),
  for: z.array(z.string()).describe('The first of them.'),
});

const VERDICT = z.enum(['healthy', 'unhealthy', 'unknown', 'not-asked', 'apart']);

const NODE_HEAD = z.object({
  node: z.string(),
  state: NODE_STATE,
  verdict: VERDICT,
  askedAt: MOMENT.nullable(),
  stale: z.boolean().describe('Is its last answer older than is wanted?'),
});

const HEALTH_HEAD = z.object({
  status: HEALTH_STATUS,
  description: z.string(),
  time: MOMENT,
  output: z.string().describe('Why, in one line.'),
  notes: z.array(z.string()),
  checks: CHECKS,
});

/** The health of a pool. */
export const POOL_HEALTH = HEALTH_HEAD.extend({
  minHealthy: z.string(),
  maxAge: z.string(),
  nodes: z.object({
    total: z.int(),
    on: z.int(),
    needed: z.int().describe('So many of those that are on must be healthy.'),
    healthy: z.int(),
    unhealthy: z.int(),
    unknown: z.int(),
    notAsked: z.int(),
    apart: z.partialRecord(NODE_STATE, z.int()).describe('Nodes that count neither for nor against the pool.'),
    sampled: z.boolean().describe('Is the share taken from the nodes that were asked?'),
  }),
  findings: z.array(NODE_HEAD.extend({ reasons: z.array(z.string()) })).describe('The first nodes with findings.'),
  moreFindings: z.int(),
  help: z.array(HELP),
});

/** The health of a node. */
export const NODE_HEALTH = HEALTH_HEAD.extend({ ...NODE_HEAD.shape, help: z.array(REMEDY) });

const TIME = '2026-03-02T12:00:00Z';

/** An app that is well. */
export const APP_HEALTH_EXAMPLE: z.infer<typeof APP_HEALTH> = {
  status: 'pass',
  checks: {
    tick: [{ status: 'pass', output: 'the last tick was 0 s ago', time: TIME }],
    tables: [{ status: 'pass', output: '3 policies', time: TIME }],
    queue: [{ status: 'pass', output: 'about 0 evaluations waiting', time: TIME }],
    'batch:demo': [{ status: 'pass', output: 'reachable', time: TIME }],
  },
};

/** A pool that is well. */
export const POOL_HEALTH_EXAMPLE: z.infer<typeof POOL_HEALTH> = {
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
    apart: { deallocated: 2 },
    sampled: false,
  },
  checks: { 'nodes:healthy': [{ status: 'pass', observedValue: 10, observedUnit: 'nodes', time: TIME }] },
  findings: [],
  moreFindings: 0,
  help: [],
};

/** A node that is well. */
export const NODE_HEALTH_EXAMPLE: z.infer<typeof NODE_HEALTH> = {
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
