import * as z from 'zod';
import type { Contract, Of } from './contract.ts';
import { MOMENT } from './moments.ts';
import { NO_QUERY } from './no-query.ts';
import { DOCUMENT_ID, IDEMPOTENCY_HEADERS, POOL_PATH, POOL_ROUTE } from './parameters.ts';
import { DOCUMENT, REPLAY_REQUEST } from './replay-request.ts';

const METRICS = z.object({
  costRatio: z.number().describe('Node hours over the least for which no task waits longer than with all nodes on.'),
  allocatedHours: z
    .number()
    .describe('Node hours that are paid for, from each start request to the end of the deallocation.'),
  idleHours: z.number(),
  startingHours: z.number(),
  waitMeanS: z.number().describe('How much later tasks start than with all nodes always on, in seconds.'),
  waitP50S: z.number(),
  waitP95S: z.number(),
  waitP99S: z.number(),
  jobWaitMeanS: z.number().describe('The same of the last task of each job.'),
  jobWaitP95S: z.number(),
  tasks: z.int(),
  jobs: z.int(),
  starts: z.int(),
  startsPerDay: z.number(),
  known: z
    .object({ tasks: z.int(), waitMeanS: z.number(), waitP95S: z.number() })
    .nullable()
    .describe(
      'The waits of tasks whose time is known before: those of job schedules, and those that waited for others, counted from when they could run. `null` where there is none.',
    ),
});

const RESULT = z.object({
  policy: z.string(),
  kind: z
    .enum(['baseline', 'asked', 'proposed'])
    .describe(
      '`baseline`: what pools do without a forecast; `asked`: what was asked for; `proposed`: what the app proposes.',
    ),
  metrics: METRICS,
  cost: z.number().nullable().describe('Of the nodes, on and off, in `currency`; `null` without a price.'),
  longestWaits: z
    .array(
      z.object({
        at: MOMENT.describe('When the job came.'),
        family: z.string(),
        tasks: z.int(),
        waitS: z.number(),
        because: z.string(),
      }),
    )
    .describe('The ten jobs that would have waited longest, the longest first.'),
  timeline: z
    .array(
      z.object({
        at: MOMENT,
        needed: z.number().describe('The most nodes that the work needed.'),
        paid: z.number().describe('Nodes that were paid for, on average.'),
        ready: z.number().describe('Nodes that were idle or busy, on average.'),
        waiting: z.number().describe('The most tasks that waited.'),
      }),
    )
    .describe('At most 700 points at which something changes, each for the time up to the next.'),
});

const REPLAY = z
  .object({
    id: z.string(),
    account: z.string(),
    pool: z.string(),
    status: z.enum(['waiting', 'running', 'done', 'failed']),
    progress: z.object({
      policies: z.int().describe('Policies that have their result.'),
      of: z.int().nullable().describe('`null` until the first has.'),
    }),
    requestedAt: MOMENT,
    actor: z.string(),
    days: z.int(),
    timeZone: z.string(),
    demand: z
      .object({
        from: MOMENT,
        until: MOMENT,
        scoredFrom: MOMENT.describe('Costs and waits count from here on; before, a policy learns.'),
        recordedMinutes: z.int(),
        missingMinutes: z.int().describe('Minutes in between for which nothing was recorded.'),
        tasks: z.int(),
      })
      .nullable(),
    simulated: z
      .object({
        nodes: z.int(),
        tasksPerNode: z.int(),
        startMedianSeconds: z.number(),
        startSpread: z.number().describe('The standard deviation of the logarithm of the start times.'),
        startShared: z.number().describe('The share of its variance that the nodes of one request have in common.'),
        measuredStarts: z.int().describe('With fewer than 8 the times are those of usual nodes.'),
      })
      .nullable(),
    limit: z
      .object({
        nodeHours: z.number().describe('The least for which no task waits longer than with all nodes always on.'),
        alwaysOnHours: z.number(),
      })
      .nullable(),
    currency: z.string().nullable(),
    results: z.array(RESULT),
    recommendation: z
      .object({
        result: z.string().describe('The `policy` of its result.'),
        because: z.string(),
        policy: DOCUMENT,
        schedules: z.array(DOCUMENT),
      })
      .nullable(),
    problem: z.string().nullable().describe('Why it failed.'),
  })
  .meta({ id: 'Replay' });

/** The simulation of policies on the recorded demand of a pool. */
export type Replay = Of<typeof REPLAY>;

const ID = '9b2f7c1e-3d64-4b0e-9a57-0d7f3a1c2b45';

const EXAMPLE: z.infer<typeof REPLAY> = {
  id: ID,
  account: 'demo',
  pool: 'render',
  status: 'running',
  progress: { policies: 1, of: 11 },
  requestedAt: '2026-03-29T08:00:00Z',
  actor: 'function-key',
  days: 28,
  timeZone: 'Europe/Berlin',
  demand: {
    from: '2026-03-01T08:00:00Z',
    until: '2026-03-29T08:00:00Z',
    scoredFrom: '2026-03-08T08:00:00Z',
    recordedMinutes: 40_310,
    missingMinutes: 10,
    tasks: 5210,
  },
  simulated: {
    nodes: 16,
    tasksPerNode: 1,
    startMedianSeconds: 171.2,
    startSpread: 0.31,
    startShared: 0.2,
    measuredStarts: 60,
  },
  limit: { nodeHours: 1210.5, alwaysOnHours: 8064 },
  currency: 'EUR',
  results: [
    {
      policy: 'forecast',
      kind: 'proposed',
      metrics: {
        costRatio: 1.04,
        allocatedHours: 1258.9,
        idleHours: 40.2,
        startingHours: 30.1,
        waitMeanS: 98.2,
        waitP50S: 80,
        waitP95S: 236,
        waitP99S: 301,
        jobWaitMeanS: 102.4,
        jobWaitP95S: 240,
        tasks: 3900,
        jobs: 610,
        starts: 900,
        startsPerDay: 42.9,
        known: { tasks: 420, waitMeanS: 6.5, waitP95S: 21 },
      },
      cost: 595.1,
      longestWaits: [
        {
          at: '2026-03-12T07:58:30Z',
          family: 'train-*',
          tasks: 8,
          waitS: 410,
          because: 'it needed 8 nodes; 0 were idle, 2 busy, 0 starting and 14 off: the next start was made 30 s later',
        },
      ],
      timeline: [{ at: '2026-03-08T08:00:00Z', needed: 4, paid: 4.2, ready: 3.9, waiting: 2 }],
    },
  ],
  recommendation: null,
  problem: null,
};

export const replayPool = {
  name: 'replay-pool',
  method: 'POST',
  route: `${POOL_ROUTE}/replay`,
  access: 'operate',
  tag: 'replays',
  summary:
    'Try policies on the recorded demand of a pool: what they would have cost, and how long tasks would have waited.',
  description: `The policies act whatever their mode; nothing is done to the pool. Beside them every replay tries always on, business hours, idle timeouts of 5, 10, 30 and
60 minutes, formulas of the Batch documentation, and the forecast with nothing set. It runs in the background, one policy after the other; a pool has one replay at a time.`,
  path: POOL_PATH,
  query: NO_QUERY,
  headers: IDEMPOTENCY_HEADERS,
  body: { schema: REPLAY_REQUEST, example: { days: 28, timeZone: 'Europe/Berlin', policies: ['render'] } },
  answers: {
    202: {
      description: 'The replay was taken; it has not begun yet.',
      headers: { location: 'The address of the replay.' },
      content: {
        schema: REPLAY,
        example: {
          ...EXAMPLE,
          status: 'waiting',
          progress: { policies: 0, of: null },
          demand: null,
          simulated: null,
          limit: null,
          results: [],
        },
      },
    },
  },
  problems: [
    'AccountNotFound',
    'BatchUnavailable',
    'BodyTooLarge',
    'IdempotencyKeyReused',
    'InvalidRequest',
    'PoolNotFound',
    'ReplayUnderWay',
    'UnsupportedMediaType',
  ],
} as const satisfies Contract;

export const getLastReplay = {
  name: 'get-last-replay',
  method: 'GET',
  route: `${POOL_ROUTE}/replay`,
  access: 'read',
  tag: 'replays',
  summary: 'Get the last replay of a pool, as far as it has come.',
  path: POOL_PATH,
  query: NO_QUERY,
  answers: {
    200: { description: 'The replay with the results so far.', content: { schema: REPLAY, example: EXAMPLE } },
  },
  problems: ['AccountNotFound', 'InvalidRequest', 'ReplayNotFound'],
} as const satisfies Contract;

export const getReplay = {
  name: 'get-replay',
  method: 'GET',
  route: 'replays/{id}',
  access: 'read',
  tag: 'replays',
  summary: 'Get a replay, as far as it has come.',
  path: z.object({ id: DOCUMENT_ID.describe('The id of the replay.') }),
  query: NO_QUERY,
  answers: {
    200: { description: 'The replay with the results so far.', content: { schema: REPLAY, example: EXAMPLE } },
  },
  problems: ['InvalidRequest', 'ReplayNotFound'],
} as const satisfies Contract;
