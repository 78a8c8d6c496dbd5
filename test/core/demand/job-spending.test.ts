import { describe, expect, it } from 'vitest';
import { type DaySpending, spendingAfter } from '../../../src/core/demand/job-spending.ts';

const job = (jobId: string, running: number) => ({ jobId, family: 'a-*', running });
const at = (minute: number, minutes: number, jobs: readonly ReturnType<typeof job>[]) => ({ minute, minutes, jobs });
const DAY = 1440;

describe('spendingAfter', () => {
  it('adds the minutes of tasks that run to their job, on the day of the look', () => {
    let spending: readonly DaySpending[] = [];
    spending = spendingAfter(spending, at(DAY + 5, 1, [job('a-1', 2), job('a-2', 0)]));
    spending = spendingAfter(spending, at(DAY + 6, 1, [job('a-1', 3)]));
    expect(spending).toEqual([
      {
        day: 1,
        jobs: [{ jobId: 'a-1', family: 'a-*', taskMinutes: 5 }],
        families: [{ family: 'a-*', taskMinutes: 5 }],
      },
    ]);
    spending = spendingAfter(spending, at(2 * DAY, 1, [job('a-1', 1)]));
    spending = spendingAfter(spending, at(3 * DAY, 1, [job('a-1', 1)]));
    expect(spending.map(({ day }) => day)).toEqual([2, 3]);
  });

  it('counts no more than ten minutes of a hole, and remembers the largest jobs only', () => {
    expect(spendingAfter([], at(10, 500, [job('a-1', 1)]))[0]?.jobs[0]?.taskMinutes).toBe(10);
    const many = Array.from({ length: 150 }, (_, index) => job(`a-${index}`, index + 1));
    const [day] = spendingAfter([], at(10, 1, many));
    expect(day?.jobs).toHaveLength(100);
    expect(day?.jobs[0]?.jobId).toBe('a-149');
    expect(day?.families).toEqual([{ family: 'a-*', taskMinutes: (150 * 151) / 2 }]);
  });

  it('adds up a job that begins after many others have ended, each of which ran for longer than one look', () => {
    const morning = Array.from({ length: 200 }, (_, index) => job(`a-${index}`, 60));
    const evening = { jobId: 'b-1', family: 'b-*', running: 10 };
    let spending = spendingAfter([], at(10, 1, morning));
    for (let minute = 800; minute < 1100; minute++)
      spending = spendingAfter(spending, { minute, minutes: 1, jobs: [evening] });
    expect(spending[0]?.jobs[0]).toEqual({ jobId: 'b-1', family: 'b-*', taskMinutes: 3000 });
    expect(spending[0]?.families).toEqual([
      { family: 'b-*', taskMinutes: 3000 },
      { family: 'a-*', taskMinutes: 12_000 },
    ]);
  });
});
