import { describe, expect, it } from 'vitest';
import { countsAfter, workInTurn } from '../../../src/core/demand/work-in-turn.ts';
import { aJobWork, aLoad, minutesBefore, NOON } from '../../support/builders.ts';

const [A, B, C] = ['a', 'b', 'c'].map((jobId) => aJobWork({ jobId, active: aLoad(2), running: aLoad(1) })) as [
  ReturnType<typeof aJobWork>,
  ReturnType<typeof aJobWork>,
  ReturnType<typeof aJobWork>,
];
const NONE_GONE: ReadonlySet<string> = new Set();

/** Counted so many minutes before noon. */
function ago(minutes: number) {
  return { now: minutesBefore(NOON, minutes) };
}

function countsOf(work: readonly ReturnType<typeof aJobWork>[], minutes: number) {
  return countsAfter([A, B, C], { before: new Map(), asked: work, found: work, ...ago(minutes) });
}

describe('workInTurn', () => {
  it('takes jobs as they were counted last, and says so', () => {
    const counts = countsAfter([A, B, C], { before: countsOf([A, B], 3), asked: [C], found: [C], ...ago(0) });
    expect(workInTurn([A, B, C], { counts, gone: NONE_GONE, now: NOON })).toEqual({
      jobs: [A, B, C],
      unknown: [],
      because: ['2 of 3 jobs as they were counted up to 3 min ago'],
    });
  });

  it('does not know what jobs want that were never counted, or ten minutes ago', () => {
    const never = { counts: countsOf([A], 0), gone: NONE_GONE, now: NOON };
    expect(workInTurn([A, B, C], never)).toMatchObject({
      jobs: [A],
      unknown: [
        'what 2 of 3 jobs want was not counted in the last 10 min: more calls than an account spends on its jobs at a tick',
      ],
    });
    expect(workInTurn([A], { ...never, counts: countsOf([A], 10) }).unknown).toHaveLength(1);
  });

  it('says nothing where every job was counted now', () => {
    const counts = countsOf([A, B, C], 0);
    expect(workInTurn([A, B, C], { counts, gone: NONE_GONE, now: NOON })).toMatchObject({ unknown: [], because: [] });
  });

  it('shows a job as the list of jobs has it now', () => {
    const { jobs } = workInTurn([{ ...A, priority: 7 }], { counts: countsOf([A], 1), gone: NONE_GONE, now: NOON });
    expect(jobs).toMatchObject([{ jobId: 'a', priority: 7, active: aLoad(2) }]);
  });

  it('forgets jobs that have gone, or are active no more', () => {
    const counts = countsAfter([A, B], { before: countsOf([A, B, C], 1), asked: [A], found: [], ...ago(0) });
    expect([...counts.keys()]).toEqual(['b']);
    expect(workInTurn([A, B], { counts, gone: new Set(['a']), now: NOON })).toMatchObject({ jobs: [B], unknown: [] });
  });
});
