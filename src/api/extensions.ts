import * as z from 'zod';
import type { Contract } from './contract.ts';
import { APPLICATION_HEALTH, HELP, NODE_HEALTH_QUERY, REMEDY } from './health.ts';
import { MOMENT } from './moments.ts';
import { EXTENSION, NODE_PATH, POOL_PATH, POOL_ROUTE } from './parameters.ts';
import { NODE_STATE } from './pool.ts';

const LEVEL = z.enum(['info', 'warning', 'error']);

const STATUS = z.object({
  code: z.string().optional(),
  level: LEVEL.optional(),
  display: z.string().optional(),
  message: z.string().optional(),
  time: z.string().describe('As Azure gave it.').optional(),
});

const IDENTITY = z.object({
  name: z.string(),
  publisher: z.string().optional(),
  type: z.string().optional(),
  version: z.string().optional(),
  autoUpgradeMinorVersion: z.boolean().optional(),
});

const SETTINGS = z.record(z.string(), z.unknown()).describe('The public settings; protected settings are never read.');

const FOUND = IDENTITY.extend({
  otherName: z.string().nullable(),
  state: z.enum(['succeeded', 'failed', 'transitioning', 'unknown']),
  level: LEVEL,
  message: z.string(),
  settings: SETTINGS,
  settingsFault: z.string().nullable().describe('Why its settings could not be read.'),
  ofBatch: z.boolean().describe('Whether it is the extension by which Batch installs its agent on the node.'),
  statuses: z.array(STATUS),
  subStatuses: z.array(STATUS),
  applicationHealth: z
    .object({
      state: APPLICATION_HEALTH,
      application: APPLICATION_HEALTH.nullable(),
      agent: APPLICATION_HEALTH.nullable(),
      because: z.string(),
    })
    .nullable()
    .describe('The report of the Application Health extension; `null` for any other extension.'),
  findings: z.array(z.string()),
  help: z.array(REMEDY),
}).meta({ id: 'FoundExtension', description: 'An extension of a node as it was found.' });

const HEAD = {
  account: z.string(),
  pool: z.string(),
  node: z.string(),
  nodeState: NODE_STATE,
  time: MOMENT,
  askedAt: MOMENT.nullable().describe('When the node was last asked.'),
  age: z.string().nullable().describe('The age of the last answer of the node, for people.'),
  stale: z.boolean().describe('Whether that answer is older than `maxAge`.'),
  notes: z.array(z.string()),
};

const NODE_EXTENSIONS = z
  .object({
    ...HEAD,
    extensions: z.array(FOUND),
    deviations: z
      .array(
        z.object({
          kind: z.enum(['missing', 'unexpected', 'wrong-version']),
          extension: z.string(),
          reason: z.string(),
          help: z.array(REMEDY),
        }),
      )
      .describe('What differs from the declaration of the pool.'),
  })
  .meta({ id: 'NodeExtensions' });

const NODE_EXTENSION = z.object({ ...HEAD, ...FOUND.shape }).meta({ id: 'NodeExtension' });

const COUNTS = z.record(z.string(), z.int());

const POOL_EXTENSION = z
  .object({
    account: z.string(),
    pool: z.string(),
    name: z.string(),
    time: MOMENT,
    declared: IDENTITY.extend({ settings: SETTINGS }).nullable().describe('As the pool declares it.'),
    states: COUNTS.describe(
      'Nodes by the state of the extension; also `excluded`, `not-asked` and `missing` for nodes without a state.',
    ),
    versions: COUNTS,
    applicationHealth: COUNTS,
    nodes: z
      .array(
        z.object({
          node: z.string(),
          state: z.string(),
          message: z.string().nullable(),
          version: z.string().nullable(),
          applicationHealth: APPLICATION_HEALTH.nullable(),
          deviation: z.string().nullable(),
          askedAt: MOMENT.nullable(),
        }),
      )
      .describe('The first nodes that need attention.'),
    moreNodes: z.int(),
    help: z.array(HELP),
    notes: z.array(z.string()),
  })
  .meta({ id: 'PoolExtension' });

const TIME = '2026-03-02T12:00:00Z';

const NAMED = {
  name: 'HealthExtension',
  publisher: 'Microsoft.ManagedServices',
  type: 'ApplicationHealthLinux',
  version: '2.0',
  autoUpgradeMinorVersion: true,
};

const HEAD_EXAMPLE = {
  account: 'demo',
  pool: 'render',
  node: 'tvmps_1',
  nodeState: 'idle',
  time: TIME,
  askedAt: TIME,
  age: '0 s',
  stale: false,
  notes: [],
} as const;

const FOUND_EXAMPLE: z.infer<typeof FOUND> = {
  ...NAMED,
  otherName: null,
  state: 'succeeded',
  level: 'info',
  message: 'Application Health is reported',
  settings: { protocol: 'http', port: 8080, requestPath: '/health' },
  settingsFault: null,
  ofBatch: false,
  statuses: [{ code: 'ProvisioningState/succeeded', level: 'info' }],
  subStatuses: [],
  applicationHealth: { state: 'Healthy', application: 'Healthy', agent: null, because: 'the application is asked' },
  findings: [],
  help: [],
};

/** An extension over ten nodes. */
const POOL_EXTENSION_EXAMPLE: z.infer<typeof POOL_EXTENSION> = {
  account: 'demo',
  pool: 'render',
  name: 'HealthExtension',
  time: TIME,
  declared: { ...NAMED, settings: { protocol: 'http', port: 8080, requestPath: '/health' } },
  states: { succeeded: 9, failed: 1 },
  versions: { '2.0': 10 },
  applicationHealth: { Healthy: 9, Unhealthy: 1 },
  nodes: [
    {
      node: 'tvmps_7',
      state: 'failed',
      message: 'it could not be installed',
      version: '2.0',
      applicationHealth: 'Unhealthy',
      deviation: null,
      askedAt: TIME,
    },
  ],
  moreNodes: 0,
  help: [
    {
      id: 'health-probe-settings',
      means: 'The Application Health extension does not start with its settings.',
      remediation: 'http and https need a requestPath, tcp a port and no requestPath.',
      link: 'https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension',
      nodes: 1,
      for: ['tvmps_7'],
    },
  ],
  notes: [],
};

export const getPoolExtension = {
  name: 'get-pool-extension',
  method: 'GET',
  route: `${POOL_ROUTE}/extensions/{name}`,
  access: 'read',
  tag: 'health',
  summary: 'Get one extension over all nodes of a pool.',
  path: POOL_PATH.extend({ name: EXTENSION }),
  query: NODE_HEALTH_QUERY,
  answers: {
    200: {
      description: 'How many nodes are in which state, and which of them need attention.',
      content: { schema: POOL_EXTENSION, example: POOL_EXTENSION_EXAMPLE },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'ExtensionNotFound'],
} as const satisfies Contract;

export const listNodeExtensions = {
  name: 'list-node-extensions',
  method: 'GET',
  route: `${POOL_ROUTE}/nodes/{node}/extensions`,
  access: 'read',
  tag: 'health',
  summary: 'List the extensions of a node, with the remediation of what has failed.',
  path: NODE_PATH,
  query: NODE_HEALTH_QUERY,
  answers: {
    200: {
      description: 'All extensions of the node.',
      content: {
        schema: NODE_EXTENSIONS,
        example: { ...HEAD_EXAMPLE, notes: [], extensions: [FOUND_EXAMPLE], deviations: [] },
      },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'NodeNotFound'],
} as const satisfies Contract;

export const getNodeExtension = {
  name: 'get-node-extension',
  method: 'GET',
  route: `${POOL_ROUTE}/nodes/{node}/extensions/{name}`,
  access: 'read',
  tag: 'health',
  summary: 'Get one extension of a node, by either of its names.',
  path: NODE_PATH.extend({ name: EXTENSION }),
  query: NODE_HEALTH_QUERY,
  answers: {
    200: {
      description: 'The extension.',
      content: { schema: NODE_EXTENSION, example: { ...HEAD_EXAMPLE, ...FOUND_EXAMPLE } },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'NodeNotFound', 'ExtensionNotFound'],
} as const satisfies Contract;
