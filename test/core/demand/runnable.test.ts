import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dependencies, type OpenTask, runnableOf, runningOf } from '../../../src/core/demand/runnable.ts';
import { aLoad } from '../../support/builders.ts';

const RUNS = { numRuns: 500 };

function aTask(id: string, overrides: Partial<OpenTask> = {}): OpenTask {
  return { id, state: 'active', requiredSlots: 1, instances: 1, dependsOn: undefined, ...overrides };
}

function onIds(...taskIds: readonly string[]): Dependencies {
  return { taskIds, taskIdRanges: [] };
}

function onRange(start: number, end: number): Dependencies {
  return { taskIds: [], taskIdRanges: [{ start, end }] };
}

function free(...tasks: readonly OpenTask[]) {
  return runnableOf({ tasks, complete: true }, undefined).atLeast;
}

describe('runnableOf', () => {
  it.each([
    ['nothing', undefined, 1],
    ['a task that has succeeded', onIds('gone'), 1],
    ['an active task', onIds('a'), 0],
    ['a task in another letter case', onIds('A'), 0],
    ['a running task', onIds('gone', '7'), 0],
    ['a task that has failed', onIds('12'), 0],
    ['a range with an open task', onRange(5, 7), 0],
    ['a range without', onRange(8, 11), 1],
    ['a range with a failed task', onRange(8, 12), 0],
    ['numbers written otherwise', onRange(3, 3), 1],
  ])('counts a task that depends on %s', (_, dependsOn, count) => {
    const others = [aTask('a', { dependsOn: onIds('7') }), aTask('7', { state: 'running' })];
    const failed = [aTask('12', { state: 'failed' }), aTask('03', { state: 'failed' })];
    expect(free(...others, ...failed, aTask('x', { dependsOn, requiredSlots: 3 }))).toEqual(aLoad(count, 3 * count));
  });

  it('counts a multi-instance task once for each of its nodes', () => {
    const mpi = { instances: 4 };
    const tasks = [aTask('a', mpi), aTask('b', { ...mpi, state: 'running' }), aTask('c')];
    expect(free(...tasks)).toEqual(aLoad(2, 5));
    expect(runningOf({ tasks, complete: true })).toEqual(aLoad(1, 4));
  });

  it('knows bounds where it has not seen all', () => {
    const tasks = [
      aTask('a', { instances: 3 }),
      aTask('b', { dependsOn: onIds('a'), requiredSlots: 2 }),
      aTask('c', { dependsOn: onIds('unseen') }),
    ];
    expect(runnableOf({ tasks, complete: false }, aLoad(100, 150))).toEqual({
      atLeast: aLoad(1, 3),
      // Less 1 task of 2 slots that is blocked; 2 slots more for the further nodes of the first.
      atMost: aLoad(99, 150),
    });
    expect(runnableOf({ tasks, complete: false }, undefined).atMost).toBeUndefined();
  });

  it('has bounds that hold whatever part of the tasks it has seen', () => {
    const id = fc.integer({ min: 0, max: 9 }).map(String);
    const dependsOn = fc.option(
      fc.record({
        taskIds: fc.array(id, { maxLength: 2 }),
        taskIdRanges: fc.array(
          fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 2 })).map(([start, more]) => ({ start, end: start + more })),
          { maxLength: 1 },
        ),
      }),
      { nil: undefined, freq: 2 },
    );
    const task = fc.record({
      id,
      state: fc.constantFrom('active', 'running', 'failed'),
      requiredSlots: fc.integer({ min: 1, max: 3 }),
      instances: fc.constant(1),
      dependsOn,
    });
    const seenPartly = fc
      .uniqueArray(task, { selector: (each) => each.id })
      .chain((tasks) => fc.tuple(fc.constant(tasks), fc.subarray(tasks)));
    fc.assert(
      fc.property(seenPartly, ([all, seen]) => {
        const active = all.filter(({ state }) => state === 'active');
        const counted = aLoad(
          active.length,
          active.reduce((sum, { requiredSlots }) => sum + requiredSlots, 0),
        );
        const exact = runnableOf({ tasks: all, complete: true }, counted).atLeast;
        const { atLeast, atMost } = runnableOf({ tasks: seen, complete: false }, counted);
        for (const unit of ['tasks', 'slots'] as const) {
          expect(atLeast[unit]).toBeLessThanOrEqual(exact[unit]);
          expect(atMost?.[unit]).toBeGreaterThanOrEqual(exact[unit]);
        }
      }),
      RUNS,
    );
  });
});
