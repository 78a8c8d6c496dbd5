import { describe, expect, it } from 'vitest';
import { ALWAYS_ON, baselinesIn, idleTimeout } from '../../src/replay/baselines.ts';
import { type ReplayCase, referenceOf, replayPolicy } from '../../src/replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../../src/replay/start-times.ts';
import { workloadOf } from '../../src/replay/workload.ts';

const HOUR_S = 3600;

function aCase(jobs: readonly { readonly submittedS: number; readonly tasks: number }[]): ReplayCase {
  return {
    workload: workloadOf(
      jobs.map((job) => ({ ...job, runS: 600, family: 'train-*' })),
      4,
    ),
    pool: { nodes: 4, slotsPerNode: 1, startEpochS: 0, scoredFromS: 0, scoredUntilS: 6 * HOUR_S },
    options: { times: { ...USUAL_NODE_TIMES, startSpread: 0 }, tickS: 60, seed: 1 },
  };
}

const tried = aCase([
  { submittedS: HOUR_S + 30, tasks: 2 },
  { submittedS: HOUR_S + 90, tasks: 4 },
  { submittedS: 3 * HOUR_S + 30, tasks: 1 },
]);

describe('a replay says what would have hurt', () => {
  const { longestWaits, timeline, metrics } = replayPolicy(tried, referenceOf(tried), idleTimeout(10));

  it('names the jobs that waited, the longest first, with what the pool was like', () => {
    expect(longestWaits.map(({ submittedS, waitS }) => [submittedS, waitS])).toEqual([
      [HOUR_S + 30, 210],
      [HOUR_S + 90, 210],
      [3 * HOUR_S + 30, 210],
    ]);
    expect(longestWaits[0]?.because).toBe(
      'it needed 2 nodes; 0 were idle, 0 busy, 0 starting and 4 off: the next start was made 30 s later',
    );
  });

  it('shows what the pool was like over time', () => {
    expect(timeline.length).toBeLessThan(24);
    expect(Math.max(...timeline.map(({ needed }) => needed))).toBe(4);
    const until = (index: number) => timeline[index + 1]?.atS ?? tried.pool.scoredUntilS;
    const hours = timeline.reduce((sum, { atS, paid }, index) => sum + (paid * (until(index) - atS)) / HOUR_S, 0);
    expect(hours).toBeCloseTo(metrics.allocatedHours, 0);
  });

  it('finds nothing where all nodes are always on', () => {
    expect(replayPolicy(tried, referenceOf(tried), ALWAYS_ON).longestWaits).toHaveLength(0);
  });
});

describe('the baselines', () => {
  it('do all the work', () => {
    const reference = referenceOf(tried);
    for (const baseline of baselinesIn('Europe/Berlin')) {
      const { metrics } = replayPolicy(tried, reference, baseline);
      expect(metrics.waitP99S, baseline.name).toBeLessThan(HOUR_S);
      expect(metrics.allocatedHours, baseline.name).toBeGreaterThanOrEqual(7 / 6);
    }
  });
});
