import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CountedJob,
  type CountingTurn,
  type JobCounts,
  restSince,
  selectJobsToCount,
  shareOfCalls,
} from '../../../src/core/demand/counts-in-turn.ts';
import type { JobWork } from '../../../src/core/demand/job-work.ts';
import { countsAfter } from '../../../src/core/demand/work-in-turn.ts';
import { aDeallocatedNode, aJobWork, aLoad, aNode, anIdleNode, minutesBefore, NOON } from '../../support/builders.ts';

const NONE = { active: aLoad(0), running: aLoad(0) };
const SOME = { active: aLoad(3), running: aLoad(1) };

/** A job as it was counted some minutes before noon. */
function counted(jobId: string, minutesAgo: number, work: Partial<JobWork> = NONE): readonly [string, CountedJob] {
  return [jobId, { work: aJobWork({ jobId, ...work }), at: minutesBefore(NOON, minutesAgo) }];
}

function select(ids: readonly string[], turn: Partial<CountingTurn> = {}, job: Partial<JobWork> = {}) {
  const jobs = ids.map((jobId) => aJobWork({ jobId, ...job }));
  const selected = selectJobsToCount(jobs, { counts: new Map(), calls: 100, restSince: undefined, now: NOON, ...turn });
  return selected.map(({ jobId }) => jobId);
}

describe('selectJobsToCount', () => {
  it('counts every job where the calls are enough', () => {
    expect(select(['a', 'b'], { counts: new Map([counted('a', 1)]) }).toSorted()).toEqual(['a', 'b']);
  });

  it('begins with jobs of which nothing is known, then those with tasks, and comes to the others in their turn', () => {
    const counts = new Map([counted('quiet', 2), counted('busy', 1, SOME), counted('forgotten', 5)]);
    expect(select(['quiet', 'busy', 'forgotten', 'new'], { counts })).toEqual(['new', 'forgotten', 'busy', 'quiet']);
    expect(select(['quiet', 'busy', 'forgotten', 'new'], { counts, calls: 2 })).toEqual(['new', 'forgotten']);
  });

  it('has two calls ready for a job whose tasks may depend on each other, but for one that had none', () => {
    const ordered = { usesTaskDependencies: true };
    expect(select(['a', 'b', 'c'], { calls: 5 }, ordered)).toEqual(['a', 'b']);
    const counts = new Map(['a', 'b', 'c'].map((id) => counted(id, 1)));
    expect(select(['a', 'b', 'c'], { counts, calls: 3 }, ordered)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    // job, counted so many minutes ago, at rest since so many
    ['without tasks, since nothing ran in the pool', NONE, 3, 4, false],
    ['without tasks, when something may have run since', NONE, 3, 2, true],
    ['without tasks, once in five minutes', NONE, 5, 60, true],
    ['with tasks', SOME, 3, 4, true],
    ['whose tasks are not known', { active: undefined, running: aLoad(0) }, 3, 4, true],
  ])('a job %s', (_, work, countedAgo, restingFor, isAsked) => {
    const turn = {
      counts: new Map([counted('job', countedAgo, work)]),
      restSince: minutesBefore(NOON, restingFor).epochMilliseconds,
    };
    expect(select(['job'], turn)).toEqual(isAsked ? ['job'] : []);
  });

  it('counts each of any number of jobs within as many ticks as the calls take for all, and never makes more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 2, max: 15 }), (jobs, calls) => {
        const ids = Array.from({ length: jobs }, (_, index) => aJobWork({ jobId: `job-${index}`, ...NONE }));
        const ticks = Math.ceil(jobs / calls);
        let counts: JobCounts = new Map();
        for (let minute = 0; minute < ticks; minute += 1) {
          const now = NOON.add({ minutes: minute });
          const asked = selectJobsToCount(ids, { counts, calls, restSince: undefined, now });
          expect(asked.length).toBeLessThanOrEqual(calls);
          const found = asked.map(({ jobId }) => aJobWork({ jobId, ...NONE }));
          counts = countsAfter(ids, { before: counts, asked, found, now });
        }
        expect(counts.size).toBe(jobs);
      }),
    );
  });

  it('does not let busy jobs keep the others from their turn', () => {
    const work = [...Array(20).keys()].map((index) => aJobWork({ jobId: `busy-${index}`, ...SOME }));
    const ids = [...work, aJobWork({ jobId: 'quiet', ...NONE })];
    let counts: JobCounts = new Map(ids.map((job) => [job.jobId, { work: job, at: NOON }]));
    for (let minute = 1; minute <= 10; minute += 1) {
      const now = NOON.add({ minutes: minute });
      const asked = selectJobsToCount(ids, { counts, calls: 5, restSince: undefined, now });
      const found = ids.filter(({ jobId }) => asked.some((one) => one.jobId === jobId));
      counts = countsAfter(ids, { before: counts, asked, found, now });
    }
    expect(counts.get('quiet')?.at.equals(NOON)).toBe(false);
  });
});

describe('restSince', () => {
  it('is when the last of the ready nodes became idle', () => {
    const nodes = [anIdleNode('a', 30), anIdleNode('b', 4), aDeallocatedNode('c', 1)];
    expect(restSince(nodes)).toBe(minutesBefore(NOON, 4).epochMilliseconds);
  });

  it.each([
    ['no node is ready', []],
    ['a task runs', [anIdleNode('a', 30), aNode({ id: 'b', state: 'running', runningTasks: 1 })]],
    ['a node does not say what runs on it', [aNode({ runningTasks: undefined })]],
    ['a node does not say since when', [aNode({ stateSince: undefined })]],
    ['no node takes tasks', [aNode({ schedulingEnabled: false })]],
  ])('is not known where %s', (_, nodes) => {
    expect(restSince(nodes)).toBeUndefined();
  });
});

describe('shareOfCalls', () => {
  it.each([
    [200, 1, 1, 200],
    [200, 50, 500, 20],
    [200, 500, 500, 200],
    // one job can be counted whatever the others have
    [200, 1, 5000, 2],
  ])('of %i calls for %i of %i jobs is %i', (calls, ofPool, ofAccount, share) => {
    expect(shareOfCalls(calls, { ofPool, ofAccount })).toBe(share);
  });
});
