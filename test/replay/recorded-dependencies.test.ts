import { describe, expect, it } from 'vitest';
import { decodeDemand, encodeDemand } from '../../src/core/demand/demand-day.ts';
import { demandAfter, type PoolDemand } from '../../src/core/demand/pool-demand.ts';
import { KnownWork } from '../../src/replay/known-work.ts';
import { recordedWork } from '../../src/replay/recorded-work.ts';
import { SimulatedPool } from '../../src/replay/simulated-pool.ts';
import { USUAL_NODE_TIMES } from '../../src/replay/start-times.ts';
import { type JobRecord, workloadOf } from '../../src/replay/workload.ts';
import { knownWork } from './support/known-workload.ts';

const NODES = 48;
const DAY_S = 86_400;

/** Work as the app has recorded and kept it, minute by minute, of a pool in which all nodes were always on. */
function recordedOf(records: readonly JobRecord[], untilS: number): readonly JobRecord[] {
  const workload = workloadOf(records, NODES);
  const simulated = new SimulatedPool(
    workload,
    { nodes: NODES, slotsPerNode: 1, startEpochS: 0, scoredFromS: 0, scoredUntilS: untilS },
    { times: USUAL_NODE_TIMES, tickS: 60, seed: 1 },
  );
  simulated.switchAllOn();
  const known = KnownWork.of(workload, 0);
  let demand: PoolDemand | undefined;
  for (let seen = simulated.nextTick(); seen !== undefined; seen = simulated.nextTick()) {
    const { nowS, runningTasks } = seen;
    demand = demandAfter(demand, {
      epochMilliseconds: nowS * 1000,
      needed: runningTasks,
      paid: NODES,
      busy: runningTasks,
      work: known?.at(nowS, simulated).jobs ?? [],
    });
  }
  return recordedWork(decodeDemand(encodeDemand(demand?.minutes ?? [])) ?? [], 0);
}

describe('recorded demand', () => {
  it('tells what waited for what, as a log of jobs does', () => {
    const night: readonly JobRecord[] = [
      { submittedS: 600, runS: 1200, tasks: 2, family: 'extract', schedule: 'nightly', id: 'a' },
      { submittedS: 600, runS: 600, tasks: 3, family: 'transform', schedule: 'nightly', id: 'b', after: 'a' },
      { submittedS: 600, runS: 300, tasks: 1, family: 'publish', schedule: 'nightly', after: 'b' },
      { submittedS: 7200, runS: 300, tasks: 1, family: 'extract', schedule: 'nightly' },
    ];
    const jobs = recordedOf(night, 3 * 3600);
    expect(jobs.map(({ tasks, id, after }) => [tasks, id, after])).toEqual([
      [2, '0', undefined],
      [3, '1', '0'],
      [1, undefined, '1'],
      [1, undefined, undefined],
    ]);
    for (const [index, { submittedS, runS, schedule }] of jobs.entries()) {
      expect(schedule).toBe('nightly');
      expect(Math.abs(submittedS - (night[index]?.submittedS ?? 0))).toBeLessThanOrEqual(60);
      expect(Math.abs(runS - (night[index]?.runS ?? 0))).toBeLessThanOrEqual(60);
    }
  });

  it('has as many tasks that wait for others as there were, each after tasks of its own job', () => {
    const records = knownWork(3);
    const recorded = recordedOf(records, 3 * DAY_S);
    // The last runs are not over when the record ends.
    const waiting = (jobs: readonly JobRecord[]) =>
      jobs
        .filter(({ after, submittedS }) => after !== undefined && submittedS < 2.5 * DAY_S)
        .reduce((sum, { tasks }) => sum + tasks, 0);
    expect(waiting(records)).toBeGreaterThan(50);
    expect(waiting(recorded)).toBe(waiting(records));
    const byId = new Map(recorded.map((job) => [job.id, job]));
    for (const { after, schedule, submittedS } of recorded) {
      if (after === undefined) continue;
      expect(byId.get(after)?.schedule).toBe(schedule);
      expect(byId.get(after)?.submittedS).toBe(submittedS);
    }
  });

  it('takes tasks for submitted when they could run where nobody saw what they waited for', () => {
    const family = 'film-*';
    const none = { needed: 0, paid: 0, busy: 0, waitingTasks: 0, runningTasks: 0, submittedTasks: 0, endedTasks: 0 };
    const came = { family, submittedTasks: 2, endedTasks: 0, heldTasks: 2 };
    const free = { family, submittedTasks: 0, endedTasks: 0, releasedTasks: 2 };
    const jobs = recordedWork(
      [
        { ...none, minute: 1, waitingTasks: 2, submittedTasks: 2, families: [came] },
        { ...none, minute: 30, runningTasks: 2, families: [free] },
        { ...none, minute: 40, families: [] },
      ],
      0,
    );
    expect(jobs).toEqual([{ family, submittedS: 30 * 60 - 30, runS: 600, tasks: 2 }]);
  });
});
