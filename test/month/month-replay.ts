import { FORECAST, idleTimeout } from '../../src/replay/baselines.ts';
import type { ReplayMetrics } from '../../src/replay/metrics.ts';
import { type ReplayCase, referenceOf, replayPolicy } from '../../src/replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../../src/replay/start-times.ts';
import type { TriedPolicy } from '../../src/replay/tried-policy.ts';
import { type JobRecord, workloadOf } from '../../src/replay/workload.ts';
import { leastForKnown } from '../replay/support/known-least.ts';
import type { MonthAccount } from './month-account.ts';
import type { Span } from './month-witness.ts';
import type { MonthJob } from './month-work.ts';

/** What others would have paid for the same work in a pool, by the replay. */
export interface Replayed {
  readonly idleTen: ReplayMetrics;
  readonly forecast: ReplayMetrics;
  /** What a policy would pay at least, over the least cost, that knows when this work comes, and not how long starts take. */
  readonly atBest: { readonly atAnyTime: number; readonly eachMinute: number };
}

/** So long may known work wait on average. */
const HARDLY_S = 15;

/** Tries an idle timeout of ten minutes and the forecast on the jobs of a pool, in memory. */
export function replayPool(
  jobs: readonly MonthJob[],
  nodes: number,
  { fromS, untilS, seed, account }: Span & { readonly seed: number; readonly account: Pick<MonthAccount, 'instantAt'> },
): Replayed {
  const tried: ReplayCase = {
    workload: workloadOf(jobs.flatMap(recordsOf), nodes),
    pool: {
      nodes,
      slotsPerNode: 1,
      startEpochS: account.instantAt(0).epochMilliseconds / 1000,
      scoredFromS: fromS,
      scoredUntilS: untilS,
    },
    options: { times: USUAL_NODE_TIMES, tickS: 60, seed },
  };
  const reference = referenceOf(tried);
  const metricsOf = (policy: TriedPolicy) => replayPolicy(tried, reference, policy).metrics;
  const known = { ...tried, workload: workloadOf(jobs.flatMap(recordsOf).map(withKnownTime), nodes) };
  const atBest = (tickS: number) => leastForKnown(known, reference, { waitS: HARDLY_S, tickS });
  return {
    idleTen: metricsOf(unawares(idleTimeout(10))),
    forecast: metricsOf(FORECAST),
    atBest: { atAnyTime: atBest(1), eachMinute: atBest(60) },
  };
}

/** The time of a family with a period is known as that of a job schedule is, to whoever has seen it often enough. */
function withKnownTime(record: JobRecord): JobRecord {
  return /page$/.test(record.family) ? { ...record, schedule: record.family } : record;
}

/** A policy that sees how much work there is, and nothing of what is known before. */
function unawares({ name, deciderFor }: TriedPolicy): TriedPolicy {
  return {
    name,
    deciderFor: (pool) => {
      const decider = deciderFor(pool);
      return { decide: ({ work, ...tick }) => decider.decide(tick) };
    },
  };
}

function recordsOf({ id, atS, schedule, stages }: MonthJob): readonly JobRecord[] {
  return stages.map(({ name, tasks, seconds }, place) => {
    const before = stages[place - 1];
    return {
      id: `${id}/${name}`,
      submittedS: atS,
      runS: seconds,
      tasks,
      family: `${id.replace(/\d+$/, '')}${name}`,
      ...(schedule !== undefined && { schedule }),
      ...(before !== undefined && { after: `${id}/${before.name}` }),
    };
  });
}
