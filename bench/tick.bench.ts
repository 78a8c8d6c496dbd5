import { type Benchmark, resultOf } from './benchmark.ts';
import { inWorld, QUIET_ROUNDS, raceQuietTicks, raceTicks } from './peers/app-world.ts';

const POOLS = Number(process.env['BENCH_POOLS'] ?? 1000);
const DUE = 'The cost of a minute in which each of 1,000 pools of 100 nodes is evaluated.';
const QUIET = 'The cost of a minute in which no pool needs an evaluation.';

export const tick: Benchmark = {
  name: 'tick',
  run: () =>
    inWorld({ accounts: 1, pools: POOLS, nodes: 100 }, async (world) => {
      const [ours, touching, fetching] = await raceTicks(world, 3);
      const due = { benchmark: 'tick: every one of 1,000 pools × 100 nodes due', means: DUE, unit: 'nodes' };
      const quiet = { benchmark: 'tick: nothing to decide', means: QUIET, unit: 'pools' };
      return [
        resultOf({ ...due, goal: { kind: 'time', most: 1.3 } }, [ours, touching]),
        resultOf({ ...due, goal: { kind: 'time', most: 2.5 } }, [ours, fetching]),
        resultOf({ ...quiet, goal: { kind: 'time', most: 1.1 } }, await raceQuietTicks(world, QUIET_ROUNDS)),
      ];
    }),
};
