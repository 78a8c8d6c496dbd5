import type { Contract } from './contract.ts';
import { NO_QUERY } from './no-query.ts';

const POOL = ['account', 'pool'] as const;

/** Every metric with its meaning and its labels. All are gauges; names are only added. */
export const METRICS = {
  lamplighter_tick_age_seconds: { help: 'Seconds since the last tick of the timer.', labels: [] },
  lamplighter_evaluations_waiting: {
    help: 'Messages that ask for evaluations of pools and wait, about: one to eight pools each.',
    labels: [],
  },
  lamplighter_account_reachable: { help: '1 where the Batch account answers, else 0.', labels: ['account'] },
  lamplighter_pool_nodes: { help: 'The nodes that take part, by state.', labels: [...POOL, 'state'] },
  lamplighter_pool_ready_nodes: { help: 'The nodes that take part and can take tasks.', labels: POOL },
  lamplighter_pool_requested_nodes: {
    help: 'Nodes that must be ready now by the schedules or an override.',
    labels: POOL,
  },
  lamplighter_pool_enforced: { help: '1 where a policy enforces, 0 where it observes.', labels: POOL },
} as const satisfies Readonly<Record<string, { readonly help: string; readonly labels: readonly string[] }>>;

export const getMetrics = {
  name: 'get-metrics',
  method: 'GET',
  route: 'metrics',
  access: 'read',
  tag: 'app',
  summary: 'Get the numbers of the app and of its pools, for scraping.',
  description: [
    'In the [OpenMetrics](https://github.com/prometheus/OpenMetrics) format. It costs two lists for each account.',
    '',
    '| metric | means | labels |',
    '|---|---|---|',
    ...Object.entries(METRICS).map(([name, { help, labels }]) => `| \`${name}\` | ${help} | ${labels.join(', ')} |`),
  ].join('\n'),
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The metrics.',
      content: {
        type: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
        example:
          '# HELP lamplighter_pool_ready_nodes The nodes that take part and can take tasks.\n# TYPE lamplighter_pool_ready_nodes gauge\nlamplighter_pool_ready_nodes{account="demo",pool="render"} 10\n# EOF\n',
      },
    },
  },
  problems: [],
} as const satisfies Contract;
