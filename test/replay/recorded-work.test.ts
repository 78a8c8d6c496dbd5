import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DemandMinute } from '../../src/core/demand/demand-minute.ts';
import { recordedWork, tasksPerNode } from '../../src/replay/recorded-work.ts';

const aMinute = (minute: number, over: Partial<DemandMinute> = {}): DemandMinute => ({
  minute,
  needed: 0,
  paid: 0,
  busy: 0,
  waitingTasks: 0,
  runningTasks: 0,
  submittedTasks: 0,
  endedTasks: 0,
  families: [],
  ...over,
});

it('follows a queue of days, in which tens of thousands of tasks wait, in seconds', { timeout: 10_000 }, () => {
  const days = 6;
  let waitingTasks = 0;
  // For five days one task a minute ends and four come; then the queue is worked off.
  const minutes = Array.from({ length: days * 1440 }, (_, minute) => {
    const endedTasks = minute === 0 ? 0 : minute < 5 * 1440 ? 1 : 20;
    waitingTasks = Math.max(0, waitingTasks + 4 - Math.max(1, endedTasks));
    const families = ['a-*', 'b-*'].map((family) => ({ family, submittedTasks: 2, endedTasks: endedTasks / 2 }));
    return {
      ...{ minute, needed: 20, paid: 20, busy: 20, waitingTasks },
      runningTasks: 20,
      submittedTasks: 4,
      endedTasks,
      families,
    };
  });
  expect(recordedWork(minutes, 0).length).toBeGreaterThan(10_000);
});

describe('recordedWork', () => {
  it('finds a job with its family, its tasks and how long they ran', () => {
    const family = 'train-*';
    const jobs = recordedWork(
      [
        aMinute(100),
        aMinute(101, {
          waitingTasks: 3,
          submittedTasks: 3,
          families: [{ family, submittedTasks: 3, endedTasks: 0 }],
        }),
        aMinute(104, { runningTasks: 3 }),
        aMinute(110, { endedTasks: 3, families: [{ family, submittedTasks: 0, endedTasks: 3 }] }),
      ],
      100,
    );
    expect(jobs).toEqual([{ family, submittedS: 30, runS: 360, tasks: 3 }]);
  });

  it('takes work that nobody saw coming for submitted when it is first seen', () => {
    const jobs = recordedWork([aMinute(10, { runningTasks: 2 }), aMinute(12)], 0);
    expect(jobs).toEqual([{ family: '*', submittedS: 570, runS: 120, tasks: 2 }]);
  });

  it('ends the tasks of the family that has ended', () => {
    const jobs = recordedWork(
      [
        aMinute(1, {
          runningTasks: 1,
          submittedTasks: 1,
          families: [{ family: 'a', submittedTasks: 1, endedTasks: 0 }],
        }),
        aMinute(2, {
          runningTasks: 2,
          submittedTasks: 1,
          families: [{ family: 'b', submittedTasks: 1, endedTasks: 0 }],
        }),
        aMinute(3, { runningTasks: 1, endedTasks: 1, families: [{ family: 'b', submittedTasks: 0, endedTasks: 1 }] }),
        aMinute(9, { endedTasks: 1, families: [{ family: 'a', submittedTasks: 0, endedTasks: 1 }] }),
      ],
      0,
    );
    expect(jobs.map(({ family, runS }) => [family, runS])).toEqual([
      ['a', 480],
      ['b', 60],
    ]);
  });

  it('has all the work that was recorded: as many task minutes as were seen running', () => {
    const minutes = fc
      .array(fc.record({ waitingTasks: fc.nat(5), runningTasks: fc.nat(5) }), { minLength: 1, maxLength: 40 })
      .map((seen) => seen.map((one, minute) => aMinute(minute, one)));
    fc.assert(
      fc.property(minutes, (seen) => {
        const jobs = recordedWork(seen, 0);
        // A task that nobody saw running is taken to have run for half a minute.
        const unseen = jobs.filter(({ runS }) => runS === 30).reduce((sum, { tasks }) => sum + tasks / 2, 0);
        const ran = jobs.reduce((sum, { runS, tasks }) => sum + (runS / 60) * tasks, 0);
        expect(ran - unseen).toBe(seen.reduce((sum, { runningTasks }) => sum + runningTasks, 0));
      }),
      { numRuns: 100 },
    );
  });
});

describe('tasksPerNode', () => {
  it('is the slots of a node where each task has one', () => {
    const minutes = [1, 5, 9].map((tasks, minute) =>
      aMinute(minute, { runningTasks: tasks, needed: Math.ceil(tasks / 4) }),
    );
    expect(tasksPerNode(minutes, 4)).toBe(4);
  });

  it('is smaller where tasks need several slots', () => {
    const minutes = [2, 6, 8].map((tasks, minute) => aMinute(minute, { runningTasks: tasks, needed: tasks / 2 }));
    expect(tasksPerNode(minutes, 4)).toBe(2);
  });
});
