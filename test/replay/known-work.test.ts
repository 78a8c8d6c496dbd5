import { describe, expect, it } from 'vitest';
import { FORECAST } from '../../src/replay/baselines.ts';
import { KnownWork } from '../../src/replay/known-work.ts';
import { referenceOf, replayPolicy } from '../../src/replay/replay-policy.ts';
import { SimulatedPool } from '../../src/replay/simulated-pool.ts';
import { USUAL_NODE_TIMES } from '../../src/replay/start-times.ts';
import { readTrace } from '../../src/replay/trace.ts';
import { type JobRecord, type ReplayPool, workloadOf } from '../../src/replay/workload.ts';
import { leastForKnown } from './support/known-least.ts';
import { knownCase, knownWork } from './support/known-workload.ts';

const OPTIONS = { times: USUAL_NODE_TIMES, tickS: 60, seed: 1 };
const NIGHT: readonly JobRecord[] = [
  { submittedS: 600, runS: 300, tasks: 2, family: 'extract', schedule: 'nightly', id: 'a' },
  { submittedS: 600, runS: 60, tasks: 3, family: 'publish', schedule: 'nightly', after: 'a' },
  { submittedS: 4200, runS: 60, tasks: 1, family: 'extract', schedule: 'nightly' },
];

function poolUntil(untilS: number): ReplayPool {
  return { nodes: 4, slotsPerNode: 1, startEpochS: 0, scoredFromS: 0, scoredUntilS: untilS };
}

/** What is shown at each tick of a pool that is always on, by the seconds since the work began. */
function shown(records: readonly JobRecord[], untilS: number) {
  const workload = workloadOf(records, 4);
  const simulated = new SimulatedPool(workload, poolUntil(untilS), OPTIONS);
  simulated.switchAllOn();
  const known = KnownWork.of(workload, 0);
  const at = new Map<number, ReturnType<KnownWork['at']>>();
  for (let seen = simulated.nextTick(); seen !== undefined; seen = simulated.nextTick())
    if (known !== undefined) at.set(seen.nowS, known.at(seen.nowS, simulated));
  return { at, startedS: [...simulated.startedS] };
}

describe('a simulated pool', () => {
  it('lets tasks that wait for others run when the last of these has ended', () => {
    expect(shown(NIGHT, 7200).startedS).toEqual([600, 600, 900, 900, 900, 4200]);
  });

  it('shows the next run of a job schedule, and how long after the last one it is', () => {
    const { at } = shown(NIGHT, 7200);
    const next = (seconds: number) =>
      at.get(seconds)?.schedules.map(({ id, nextRun, interval }) => [id, `${nextRun}`, `${interval}`]);
    expect(next(0)).toEqual([['nightly', '1970-01-01T00:10:00Z', 'undefined']]);
    expect(next(660)).toEqual([['nightly', '1970-01-01T01:10:00Z', 'PT3600S']]);
    expect(next(4260)).toEqual([['nightly', 'undefined', 'undefined']]);
  });

  it('shows a job with the tasks that wait for those that run, and once more when it has ended', () => {
    const { at } = shown(NIGHT, 7200);
    const [job] = at.get(660)?.jobs ?? [];
    expect(job).toMatchObject({
      jobId: 'nightly:job-1',
      active: { tasks: 3 },
      running: { tasks: 2 },
      runnable: { atMost: { tasks: 0 } },
      blocked: [{ tasks: 3, waitsFor: [{ taskId: 'extract-0', startedMs: 600_000 }, { taskId: 'extract-1' }] }],
    });
    expect(at.get(960)?.jobs).toMatchObject([
      { active: { tasks: 0 }, running: { tasks: 0 }, completed: 5, blocked: [] },
    ]);
    expect(at.get(1020)?.jobs).toEqual([]);
  });

  it('has nothing to show of work of which nothing is known before', () => {
    expect(KnownWork.of(workloadOf([{ submittedS: 0, runS: 1, tasks: 1, family: 'a' }], 1), 0)).toBeUndefined();
  });
});

describe('a log of jobs', () => {
  it('may name the job schedule of a job, and the job that it waits for', () => {
    const log =
      'submit_s,runtime_s,nodes,user,schedule,id,after\n0,10,1,x,nightly,a,\n0,10,1,y,nightly,,a\n5,1,1,z,,,\n';
    expect(readTrace(log, { processorsPerNode: 1, fromDay: 0, days: 1 })).toEqual([
      { submittedS: 0, runS: 10, tasks: 1, family: 'x', schedule: 'nightly', id: 'a' },
      { submittedS: 0, runS: 10, tasks: 1, family: 'y', schedule: 'nightly', after: 'a' },
      { submittedS: 5, runS: 1, tasks: 1, family: 'z' },
    ]);
  });
});

describe('work of job schedules and dependencies, with nothing set', () => {
  it('hardly waits, at a few percent over the least', () => {
    const tried = knownCase(knownWork(8), 8, 1, 3);
    const { known, costRatio } = replayPolicy(tried, referenceOf(tried), FORECAST).metrics;
    expect(known?.tasks).toBeGreaterThan(400);
    expect(known?.waitMeanS).toBeLessThanOrEqual(15);
    expect(costRatio).toBeLessThanOrEqual(1.03);
  });

  it('cannot cost the least where starts take different times and work is not to wait, and can where they are known', () => {
    const tried = knownCase(knownWork(5), 5, 1, 3);
    const atLeast = (startSpread: number, waitS: number, tickS = 1) => {
      const alike = { ...tried, options: { ...tried.options, times: { ...USUAL_NODE_TIMES, startSpread } } };
      return leastForKnown(alike, referenceOf(alike), { waitS, tickS });
    };
    expect(atLeast(0, 3)).toBeLessThan(1.001);
    expect(atLeast(0.35, 15)).toBeGreaterThan(1.003);
    expect(atLeast(0.35, 5)).toBeGreaterThan(atLeast(0.35, 15));
    expect(atLeast(0.35, 15, 60)).toBeGreaterThan(atLeast(0.35, 15));
  });
});
