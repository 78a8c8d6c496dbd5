import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ALWAYS_ON, FORECAST, idleTimeout } from '../../src/replay/baselines.ts';
import { createPolicy } from '../../src/replay/create-policy.ts';
import type { ReplayMetrics } from '../../src/replay/metrics.ts';
import { type ReplayCase, referenceOf, replayPolicy } from '../../src/replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../../src/replay/start-times.ts';
import { workloadOf } from '../../src/replay/workload.ts';

/** An independent simulation of pools, and the logs that it reads: beside the project where there are any. */
const BENCH = fileURLToPath(new URL('../../../shared/policybench/src', import.meta.url));
const LOGS = fileURLToPath(new URL('../../../shared/data/traces', import.meta.url));
const isThere = existsSync(BENCH) && existsSync(LOGS);

/** What the independent simulation makes of a log. */
interface Scenario {
  readonly N: number;
  readonly slots: number;
  readonly jobs: number;
  readonly t0: number;
  readonly W0: number;
  readonly W1: number;
  readonly submit: ArrayLike<number>;
  readonly run: ArrayLike<number>;
  readonly count: ArrayLike<number>;
  readonly family: ArrayLike<number>;
}

type Scored = Pick<ReplayMetrics, 'costRatio' | 'waitMeanS' | 'waitP95S'> & { readonly optH: number };

interface Bench {
  prepare(definition: object, options: object, folder: string): { readonly sc: Scenario };
  score(prepared: object, simulated: object): Scored;
}

const SCENARIOS = [
  { name: 'nasa-ipsc', trace: 'nasa-ipsc', perNode: 4, days: 7, burnInDays: 3, userMod: 4, userKeep: [0] },
  { name: 'kth-sp2', trace: 'kth-sp2', perNode: 2, fromDay: 30, days: 7, burnInDays: 3, userMod: 6, userKeep: [0] },
  { name: 'lcg-grid', trace: 'lcg-grid', perNode: 1, days: 4, burnInDays: 2, userMeanRunMaxS: 1200 },
];

function caseOf(scenario: Scenario): ReplayCase {
  const { N, slots, jobs, t0, W0, W1, submit, run, count, family } = scenario;
  const records = Array.from({ length: jobs }, (_, job) => ({
    submittedS: submit[job] ?? 0,
    runS: run[job] ?? 0,
    tasks: count[job] ?? 0,
    family: String(family[job]),
  }));
  return {
    workload: workloadOf(records, N * slots),
    pool: { nodes: N, slotsPerNode: slots, startEpochS: t0, scoredFromS: W0, scoredUntilS: W1 },
    options: { times: USUAL_NODE_TIMES, tickS: 60, seed: 1 },
  };
}

function expectAgreement(ours: ReplayMetrics, theirs: Scored): void {
  expect(Math.abs(ours.costRatio / theirs.costRatio - 1)).toBeLessThan(0.01);
  expect(Math.abs(ours.waitMeanS - theirs.waitMeanS)).toBeLessThan(2);
}

describe.skipIf(!isThere)(
  'a replay beside an independent simulation (skipped where there are no recorded logs)',
  async () => {
    if (!isThere) return;
    const load = (file: string) => import(`${BENCH}/${file}`);
    const { prepare, score }: Bench = await load('bench.mjs');
    const { simulate } = await load('sim.mjs');
    const { IdleTimeout, AlwaysOn } = await load('policies/baselines.mjs');

    describe.each(SCENARIOS)('on $name', (definition) => {
      const prepared = prepare(definition, {}, LOGS);
      const tried = caseOf(prepared.sc);
      const reference = referenceOf(tried);
      const theirs = (policy: object) => score(prepared, simulate(prepared.sc, policy, { seed: 1 }));

      it('has the same least cost', () => {
        const { optH } = theirs(new AlwaysOn());
        expect(Math.abs(reference.leastS / 3600 / optH - 1)).toBeLessThan(0.001);
      });

      it('agrees on an idle timeout of ten minutes', { timeout: 300_000 }, () => {
        expectAgreement(
          replayPolicy(tried, reference, idleTimeout(10)).metrics,
          theirs(new IdleTimeout({ minutes: 10 })),
        );
      });

      it('agrees on a pool that is always on', { timeout: 300_000 }, () => {
        expectAgreement(replayPolicy(tried, reference, ALWAYS_ON).metrics, theirs(new AlwaysOn()));
      });

      it('agrees on the forecast with nothing set', { timeout: 300_000 }, () => {
        expectAgreement(replayPolicy(tried, reference, FORECAST).metrics, theirs(createPolicy()));
      });
    });
  },
);
