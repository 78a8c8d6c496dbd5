import { describe, expect, it } from 'vitest';
import { demandSince } from '../../../src/core/demand/demand-since.ts';

const job = (jobId: string, waiting: number, running: number, ended?: number) => ({
  jobId,
  family: jobId.replace(/\d+$/, '*'),
  waiting,
  running,
  ended,
});

describe('demandSince', () => {
  it('says nothing of what has come before the first look', () => {
    expect(demandSince(undefined, [job('a1', 3, 0, 0)])).toEqual({ submittedTasks: 0, endedTasks: 0, families: [] });
  });

  it('counts what a job has more of in all states as submitted', () => {
    const change = demandSince([job('a1', 3, 2, 5)], [job('a1', 1, 3, 8)]);
    expect(change).toMatchObject({ submittedTasks: 2, endedTasks: 3 });
  });

  it('counts all tasks of a new job as submitted, and all of one that is gone as ended', () => {
    const change = demandSince([job('a1', 0, 2, 5)], [job('b1', 4, 0, 0)]);
    expect(change).toEqual({
      submittedTasks: 4,
      endedTasks: 2,
      families: [
        { family: 'b*', submittedTasks: 4, endedTasks: 0 },
        { family: 'a*', submittedTasks: 0, endedTasks: 2 },
      ],
    });
  });

  it('takes missing tasks for ended where the ended ones are not counted', () => {
    expect(demandSince([job('a1', 2, 2)], [job('a1', 0, 3)])).toMatchObject({ submittedTasks: 0, endedTasks: 1 });
  });

  it('adds up the jobs of a family, and names the largest families only', () => {
    const now = ['a1', 'a2', 'b1', 'c1', 'd1', 'd2'].map((id, index) => job(id, index + 1, 0, 0));
    const { submittedTasks, families } = demandSince([], now);
    expect(submittedTasks).toBe(21);
    expect(families.map(({ family }) => family)).toEqual(['d*', 'c*', 'a*']);
  });

  it('does not count again what has been there in a job too small to be kept, only what certainly is new', () => {
    const [large, smallest] = [job('a1', 9, 0, 5), job('a2', 3, 1, 0)];
    const since = (open: number, ended: number) =>
      demandSince([large, smallest], [large, smallest, job('b1', open, 0, ended)], smallest);
    expect(since(3, 700)).toEqual({ submittedTasks: 0, endedTasks: 0, families: [] });
    expect(since(6, 700)).toMatchObject({ submittedTasks: 2, endedTasks: 0 });
  });

  it('tells which tasks wait for others of their job, and which could run since', () => {
    const held = (waiting: number, running: number, ended: number, of: number) => ({
      ...job('a1', waiting, running, ended),
      held: of,
    });
    expect(demandSince([], [held(5, 2, 0, 3)]).families).toEqual([
      { family: 'a*', submittedTasks: 7, endedTasks: 0, heldTasks: 3 },
    ]);
    expect(demandSince([held(3, 2, 2, 3)], [{ ...job('a1', 1, 2, 4) }]).families).toEqual([
      { family: 'a*', submittedTasks: 0, endedTasks: 2, releasedTasks: 3 },
    ]);
    // An older version has not told how many waited for others.
    expect(demandSince([job('a1', 3, 2, 2)], [held(3, 2, 2, 3)]).families).toEqual([]);
  });
});
