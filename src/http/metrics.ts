import * as api from '../api/metrics.ts';
import { describePools } from '../app/pools/describe-pools.ts';
import type { Ports } from '../app/ports.ts';
import { isReadyState, NODE_STATES } from '../core/pool/node-state.ts';
import { type Operation, operation } from './serving/operation.ts';

/** The metrics of the app and of its pools, in the OpenMetrics format. */
export const getMetrics = operation(api.getMetrics).by(async (_, ports) => ({
  status: 200,
  body: await measure(ports),
}));

/** The operation for scrapers. */
export const METRICS: readonly Operation[] = [getMetrics];

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

type Samples = Readonly<Record<keyof typeof api.METRICS, readonly Sample[]>>;

async function measure(ports: Ports): Promise<string> {
  const { Gauge, Registry } = await import('prom-client');
  const registry = new Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const [name, samples] of Object.entries(await samplesOf(ports))) {
    const { help, labels } = api.METRICS[name as keyof typeof api.METRICS];
    const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
    for (const { labels: of, value } of samples) gauge.set({ ...of }, value);
  }
  return registry.metrics();
}

async function samplesOf(ports: Ports): Promise<Samples> {
  const now = await ports.clock.now();
  const [tick, waiting, accounts] = await Promise.all([
    ports.ticks.last(),
    ports.evaluations.length(),
    Promise.all(ports.batch.accounts.map((account) => ofAccount(ports, account))),
  ]);
  const reached = accounts.flatMap(({ pools }) => pools ?? []);
  return {
    lamplighter_tick_age_seconds: tick === undefined ? [] : [one(tick.at.until(now).total('seconds'))],
    lamplighter_evaluations_waiting: [one(waiting)],
    lamplighter_account_reachable: accounts.map(({ account, pools }) => ({
      labels: { account },
      value: pools === undefined ? 0 : 1,
    })),
    lamplighter_pool_nodes: reached.flatMap(({ labels, counts }) =>
      NODE_STATES.flatMap((state) =>
        counts[state] === undefined ? [] : [{ labels: { ...labels, state }, value: counts[state] }],
      ),
    ),
    lamplighter_pool_ready_nodes: reached.map(({ labels, counts }) => ({
      labels,
      value: NODE_STATES.filter(isReadyState).reduce((sum, state) => sum + (counts[state] ?? 0), 0),
    })),
    lamplighter_pool_requested_nodes: reached.flatMap(({ labels, min }) =>
      min === undefined ? [] : [{ labels, value: min }],
    ),
    lamplighter_pool_enforced: reached.flatMap(({ labels, mode }) =>
      mode === undefined ? [] : [{ labels, value: mode === 'enforce' ? 1 : 0 }],
    ),
  };
}

function one(value: number): Sample {
  return { labels: {}, value };
}

/** The pools of an account; an account that cannot be read has none, and the others are shown. */
async function ofAccount(ports: Ports, account: string) {
  try {
    const described = await describePools(ports, account);
    const pools = described.map(({ facts, counts, policy, capacity }) => ({
      labels: { account, pool: facts.poolId },
      counts,
      mode: policy?.mode,
      min: capacity?.now.min,
    }));
    return { account, pools };
  } catch {
    return { account, pools: undefined };
  }
}
