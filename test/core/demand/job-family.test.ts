import { describe, expect, it } from 'vitest';
import { familyOfJob, workByFamily } from '../../../src/core/demand/job-family.ts';
import type { JobWork } from '../../../src/core/demand/job-work.ts';

describe('familyOfJob', () => {
  it.each([
    ['nightly:job-3', 'other', 'schedule:nightly'],
    ['train-2026-11-28', 'other', 'train-*'],
    ['20261128-1', 'other', 'other'],
    ['20261128-1', undefined, '*'],
  ])('takes the job schedule of %s, else its id, else its metadata %s', (jobId, family, name) => {
    expect(familyOfJob({ jobId, family }).name).toBe(name);
  });
});

describe('workByFamily', () => {
  const job = (jobId: string, waiting: number, running: number): JobWork => ({
    jobId,
    poolId: 'render',
    priority: undefined,
    maxParallelTasks: undefined,
    usesTaskDependencies: false,
    active: { tasks: waiting, slots: waiting },
    running: { tasks: running, slots: running },
    runnable: undefined,
    completed: 0,
  });

  it('adds up the jobs of a family, and says what it was recognised by', () => {
    expect(workByFamily([job('a-1', 1, 0), job('b-1', 2, 2), job('b-2', 0, 1)])).toEqual([
      { family: 'b-*', jobs: 2, waitingTasks: 2, runningTasks: 3, because: 'its id b-1 is b-* without what runs' },
      { family: 'a-*', jobs: 1, waitingTasks: 1, runningTasks: 0, because: 'its id a-1 is a-* without what runs' },
    ]);
  });
});
