import * as z from 'zod';
import { APPLICATION_HEALTH, HELP, REMEDY } from './health.ts';
import { MOMENT, NODE_STATE } from './pool.ts';

const LEVEL = z.enum(['info', 'warning', 'error']);

const STATUS = z.object({
  code: z.string().optional(),
  level: LEVEL.optional(),
  display: z.string().optional(),
  message: z.string().optional(),
  time: z.string().describe('As it came.').optional(),
});

const IDENTITY = z.object({
  name: z.string(),
  publisher: z.string().optional(),
  type: z.string().optional(),
  version: z.string().optional(),
  autoUpgradeMinorVersion: z.boolean().optional(),
});

const SETTINGS = z
  .record(z.string(), z.unknown())
  .describe('Those that anybody may see; protected ones are never read.');

const STATE = z.enum(['succeeded', 'failed', 'transitioning', 'unknown']);

/** An extension of a node as it was found. */
export const FOUND_EXTENSION = IDENTITY.extend({
  otherName: z.string().nullable(),
  state: STATE,
  level: LEVEL,
  message: z.string(),
  settings: SETTINGS,
  settingsFault: z.string().nullable().describe('Why its settings could not be read.'),
  ofBatch: z.boolean().describe('Is it the one by which Batch itself comes to the node?'),
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
    .describe('What the Application Health extension reports; `null` for any other.'),
  findings: z.array(z.string()),
  help: z.array(REMEDY),
});

const HEAD = {
  account: z.string(),
  pool: z.string(),
  node: z.string(),
  nodeState: NODE_STATE,
  time: MOMENT,
  askedAt: MOMENT.nullable(),
  age: z.string().nullable().describe('How old the answer of the node is, for people.'),
  stale: z.boolean(),
  notes: z.array(z.string()),
};

/** All extensions of a node. */
export const NODE_EXTENSIONS = z.object({
  ...HEAD,
  extensions: z.array(FOUND_EXTENSION),
  deviations: z
    .array(
      z.object({
        kind: z.enum(['missing', 'unexpected', 'wrong-version']),
        extension: z.string(),
        reason: z.string(),
        help: z.array(REMEDY),
      }),
    )
    .describe('What is not as the pool declares it.'),
});

/** One extension of a node. */
export const NODE_EXTENSION = z.object({ ...HEAD, ...FOUND_EXTENSION.shape });

const COUNTS = z.record(z.string(), z.int());

/** One extension over all nodes of a pool. */
export const POOL_EXTENSION = z.object({
  account: z.string(),
  pool: z.string(),
  name: z.string(),
  time: MOMENT,
  declared: IDENTITY.extend({ settings: SETTINGS }).nullable().describe('As the pool declares it.'),
  states: COUNTS.describe('Nodes by state; `apart`, `not-asked` and `missing` beside those of the extension.'),
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
    .describe('The first nodes that need somebody.'),
  moreNodes: z.int(),
  help: z.array(HELP),
  notes: z.array(z.string()),
});

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

const FOUND_EXAMPLE: z.infer<typeof FOUND_EXTENSION> = {
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

/** A node with one extension. */
export const NODE_EXTENSIONS_EXAMPLE: z.infer<typeof NODE_EXTENSIONS> = {
  ...HEAD_EXAMPLE,
  notes: [],
  extensions: [FOUND_EXAMPLE],
  deviations: [],
};

/** That extension. */
export const NODE_EXTENSION_EXAMPLE: z.infer<typeof NODE_EXTENSION> = { ...HEAD_EXAMPLE, notes: [], ...FOUND_EXAMPLE };

/** The same over ten nodes. */
export const POOL_EXTENSION_EXAMPLE: z.infer<typeof POOL_EXTENSION> = {
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
