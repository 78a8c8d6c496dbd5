import { describe, expect, it } from 'vitest';
import { jobScheduleOf } from '../../../src/core/demand/job-schedule.ts';
import { scheduledWork, withSize } from '../../../src/core/demand/scheduled-work.ts';
import { minutes, minutesBefore, NOON } from '../../support/builders.ts';

const nightly = (said = {}) => ({
  id: 'nightly',
  poolId: 'Render',
  nextRun: NOON.add({ minutes: 30 }),
  interval: minutes(60),
  ...said,
});
const POOL = { account: 'demo', poolId: 'render' };
const expected = (schedules: Parameters<typeof scheduledWork>[0], slots?: number) =>
  scheduledWork(schedules, POOL, {
    sizes: slots === undefined ? [] : [{ scheduleId: 'nightly', jobId: 'nightly:job-1', slots, before: undefined }],
    now: NOON,
  });

describe('scheduledWork', () => {
  it('announces the next job of a schedule of the pool, for one slot until its size was seen', () => {
    expect(expected([nightly()])).toMatchObject([
      { slots: 1, by: NOON.add({ minutes: 30 }), actor: 'the job schedule nightly' },
    ]);
    expect(expected([nightly()], 12)[0]?.slots).toBe(12);
    expect(expected([nightly({ poolId: 'other' })])).toEqual([]);
    expect(expected([nightly({ nextRun: undefined })])).toEqual([]);
  });

  it('still waits for the tasks of a job that was created just now', () => {
    const next = NOON.add({ minutes: 55 });
    expect(expected([nightly({ nextRun: next })]).map(({ by }) => by.toString())).toEqual([
      minutesBefore(NOON, 5).toString(),
      next.toString(),
    ]);
    expect(expected([nightly({ nextRun: NOON.add({ minutes: 45 }) })])).toHaveLength(1);
  });

  it('takes no notice of schedules that create a job every few minutes', () => {
    expect(expected([nightly({ interval: minutes(5) })])).toEqual([]);
  });
});

describe('withSize', () => {
  it('remembers the largest that a job had, and the job before it', () => {
    const seen = (jobId: string, slots: number, minute = 0) => ({ scheduleId: 'nightly', jobId, slots, minute });
    const sizes = [
      seen('nightly:job-1', 3),
      seen('nightly:job-1', 9),
      seen('nightly:job-1', 4),
      seen('nightly:job-2', 1),
    ];
    const none: Parameters<typeof withSize>[0] = [];
    expect(sizes.reduce(withSize, none)).toEqual([
      { scheduleId: 'nightly', jobId: 'nightly:job-2', slots: 1, sinceMinute: 0, before: 9 },
    ]);
  });

  it('takes no notice of what a job needs later than in its first minutes', () => {
    const seen = { scheduleId: 'nightly', jobId: 'nightly:job-1' };
    const first = withSize([], { ...seen, slots: 3, minute: 100 });
    const soon = withSize(first, { ...seen, slots: 5, minute: 110 });
    expect(soon[0]?.slots).toBe(5);
    expect(withSize(soon, { ...seen, slots: 40, minute: 111 })).toBe(soon);
  });
});

describe('jobScheduleOf', () => {
  it('finds the schedule in the id of a job', () => {
    expect(jobScheduleOf('nightly:job-17')).toBe('nightly');
    expect(jobScheduleOf('nightly-17')).toBeUndefined();
  });
});
