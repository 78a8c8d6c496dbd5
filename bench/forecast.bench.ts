import { FORECAST, idleTimeout } from '../src/replay/baselines.ts';
import { type ReplayCase, referenceOf, replayPolicy } from '../src/replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../src/replay/start-times.ts';
import { workloadOf } from '../src/replay/workload.ts';
import { type Benchmark, resultOf } from './benchmark.ts';
import { race } from './measure.ts';

const NODES = 100;
const DAYS = 7;
const DAY_S = 86_400;
const TICKS = DAYS * 1440;
const ROUNDS = 3;

/** A pool whose work comes in waves: between 5 and 60 tasks every twenty minutes, which run for half an hour. */
function aWeek(): ReplayCase {
  const jobs = Array.from({ length: DAYS * 72 }, (_, index) => ({
    submittedS: index * 1200 + ((index * 7919) % 600),
    runS: 900 + ((index * 104_729) % 1800),
    tasks: 5 + ((index * 31) % 55),
    family: `family-${index % 5}`,
  }));
  const pool = { nodes: NODES, slotsPerNode: 1, startEpochS: 0, scoredFromS: 0, scoredUntilS: DAYS * DAY_S };
  return { workload: workloadOf(jobs, NODES), pool, options: { times: USUAL_NODE_TIMES, tickS: 60, seed: 1 } };
}

/** How much more a tick of a pool of 100 nodes takes with the forecast than with an idle timeout, the simulation in both. */
export const forecast: Benchmark = {
  name: 'forecast',
  run: async () => {
    const tried = aWeek();
    const reference = referenceOf(tried);
    const contestant = (name: string, policy: typeof FORECAST) => ({
      name,
      run: () => {
        replayPolicy(tried, reference, policy);
        return TICKS;
      },
    });
    const timings = await race(
      [contestant('the forecast', FORECAST), contestant('an idle timeout of ten minutes', idleTimeout(10))],
      ROUNDS,
    );
    const [ours, other] = timings.map(({ unitsPerSecond }) => 1e6 / unitsPerSecond);
    const more = ((ours ?? 0) - (other ?? 0)).toFixed(0);
    const note = `the forecast takes ${more} µs a tick more (at most 150 are meant)`;
    const means = 'The speed of a replay of a policy on recorded demand: 90 days take at most a minute.';
    const goal = { kind: 'rate', least: (90 * 1440) / 60 } as const;
    return [resultOf({ benchmark: 'replay of a pool of 100 nodes', means, unit: 'ticks', goal, note }, timings)];
  },
};
