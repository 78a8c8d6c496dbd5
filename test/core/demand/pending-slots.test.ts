import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JobWork, jobsByPool } from '../../../src/core/demand/job-work.ts';
import { nodesForDemand } from '../../../src/core/demand/nodes-for-demand.ts';
import { pendingSlotsOf } from '../../../src/core/demand/pending-slots.ts';
import { jobWork } from '../../support/arbitraries.ts';
import { aJobWork, aLoad } from '../../support/builders.ts';

const RUNS = { numRuns: 500 };

/** Waiting slots as `certain..possible`, and what is said about them. */
function summary(...work: readonly Partial<JobWork>[]) {
  const { certain, possible, unknown, capped } = pendingSlotsOf(work.map(aJobWork));
  return {
    waiting: `${certain.waitingSlots}..${possible.waitingSlots}`,
    running: certain.runningSlots,
    unknown,
    capped,
  };
}

describe('pendingSlotsOf', () => {
  it('adds up what the jobs wait for and hold, and says it by priority', () => {
    const jobs = [
      aJobWork({ jobId: 'b', priority: 5, active: aLoad(1, 3), running: aLoad(2) }),
      aJobWork({ jobId: 'a', priority: 5, active: aLoad(2) }),
      aJobWork({ jobId: 'urgent', priority: 10, running: aLoad(1, 4) }),
      aJobWork({ jobId: 'over' }),
      aJobWork({ jobId: 'plain', priority: undefined, active: aLoad(1) }),
    ];
    expect(pendingSlotsOf(jobs)).toMatchObject({
      certain: { waitingSlots: 6, runningSlots: 6 },
      possible: { waitingSlots: 6, runningSlots: 6 },
      unknown: [],
      capped: [],
      because: [
        'job urgent (priority 10): 0 tasks waiting for 0 slots, 1 task running in 4 slots',
        'job a (priority 5): 2 tasks waiting for 2 slots, 0 tasks running in 0 slots',
        'job b (priority 5): 1 task waiting for 3 slots, 2 tasks running in 2 slots',
        'job plain: 1 task waiting for 1 slot, 0 tasks running in 0 slots',
      ],
    });
  });

  it.each<readonly [string, Partial<JobWork>, string, string]>([
    ['500 tasks of which 3 may run', { active: aLoad(500), maxParallelTasks: 3 }, '3..3', '3 more of 500 tasks'],
    ['room beside those that run', { active: aLoad(9), running: aLoad(2), maxParallelTasks: 3 }, '1..1', '1 more of 9'],
    ['no room', { active: aLoad(9), running: aLoad(4), maxParallelTasks: 3 }, '0..0', '0 more of 9 tasks may run'],
    // Two tasks of three that want ten slots together: 6.67.
    ['an average that is rounded up', { active: aLoad(3, 10), maxParallelTasks: 2 }, '7..7', '2 more of 3 tasks'],
    [
      'no knowledge of what runs',
      { active: aLoad(9), running: undefined, maxParallelTasks: 3 },
      '0..3',
      '3 more of 9 tasks may run (maxParallelTasks 3)',
    ],
  ])('counts no more than maxParallelTasks lets run: %s', (_, work, waiting, why) => {
    const said = summary(work);
    expect(said.waiting).toBe(waiting);
    expect(said.capped).toEqual([expect.stringContaining(why)]);
  });

  it.each([undefined, -1, 5])('does not cap where maxParallelTasks is %s', (maxParallelTasks) => {
    expect(summary({ active: aLoad(5), maxParallelTasks })).toMatchObject({ waiting: '5..5', capped: [] });
  });

  it('counts only tasks that wait for no others', () => {
    const free = aLoad(2, 4);
    expect(summary({ active: aLoad(9, 20), runnable: { atLeast: free, atMost: free } })).toMatchObject({
      waiting: '4..4',
      capped: ['job job-1: 7 of 9 tasks that are active wait for others'],
    });
  });

  it('is sure of the least and keeps nodes for the most where tasks may wait for others', () => {
    expect(summary({ active: aLoad(9), runnable: { atLeast: aLoad(2), atMost: aLoad(8) } })).toMatchObject({
      waiting: '2..8',
      capped: [
        'job job-1: 1 of 9 tasks that are active wait for others',
        'job job-1: whether 6 tasks wait for others is not known',
      ],
    });
    expect(summary({ active: aLoad(9), usesTaskDependencies: true }).waiting).toBe('0..9');
  });

  it('never takes what is not known for nothing', () => {
    expect(summary({ active: undefined, running: undefined }, { jobId: 'job-2', active: aLoad(1) })).toMatchObject({
      waiting: '1..1',
      unknown: [
        'job job-1: how many of its tasks wait is not known',
        'job job-1: how many of its tasks run is not known',
      ],
    });
  });

  it('asks for nothing without jobs', () => {
    const nothing = { waitingSlots: 0, runningSlots: 0, loads: [] };
    expect(pendingSlotsOf([])).toEqual({ certain: nothing, possible: nothing, unknown: [], capped: [], because: [] });
  });

  it('is the same in any order of the jobs', () => {
    const shuffled = jobWork().chain((work) =>
      fc.tuple(fc.constant(work), fc.shuffledSubarray([...work], { minLength: work.length })),
    );
    fc.assert(
      fc.property(shuffled, ([work, other]) => {
        expect(pendingSlotsOf(other)).toEqual(pendingSlotsOf(work));
      }),
      RUNS,
    );
  });

  it('starts nothing that it would not keep', () => {
    fc.assert(
      fc.property(jobWork(), fc.integer({ min: 1, max: 8 }), (work, slotsPerNode) => {
        const { certain, possible } = pendingSlotsOf(work);
        const options = { slotsPerNode, headroom: undefined };
        expect(certain.waitingSlots).toBeLessThanOrEqual(possible.waitingSlots);
        expect(certain.runningSlots).toBe(possible.runningSlots);
        expect(nodesForDemand(certain, options)).toBeLessThanOrEqual(nodesForDemand(possible, options));
      }),
      RUNS,
    );
  });

  it('lets no job run more tasks than it may', () => {
    const job = jobWork().filter(([first]) => (first?.maxParallelTasks ?? -1) > 0);
    fc.assert(
      fc.property(job, ([first]) => {
        if (first === undefined) return;
        const { certain, possible } = pendingSlotsOf([first]);
        const room = Math.max(0, (first.maxParallelTasks ?? 0) - (first.running?.tasks ?? 0));
        for (const { loads } of [certain, possible]) {
          const all = loads.reduce((sum, { tasks }) => sum + tasks, 0);
          expect(all - (first.running?.tasks ?? 0)).toBeLessThanOrEqual(room);
        }
      }),
      RUNS,
    );
  });
});

describe('jobsByPool', () => {
  it('finds the jobs of a pool in any letter case', () => {
    const work = [aJobWork({ jobId: 'a', poolId: 'Render' }), aJobWork({ jobId: 'b', poolId: 'reports' })];
    const of = jobsByPool(work);
    expect(of('render').map(({ jobId }) => jobId)).toEqual(['a']);
    expect(of('REPORTS').map(({ jobId }) => jobId)).toEqual(['b']);
    expect(of('none')).toEqual([]);
  });
});
