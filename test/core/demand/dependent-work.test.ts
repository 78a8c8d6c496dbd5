import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dependenciesIn } from '../../../src/core/demand/blocked-tasks.ts';
import { dependenciesAfter, dependentWork, NO_DEPENDENCIES } from '../../../src/core/demand/dependent-work.ts';
import type { JobWork } from '../../../src/core/demand/job-work.ts';
import type { OpenTask } from '../../../src/core/demand/runnable.ts';
import { NOON } from '../../support/builders.ts';

const MINUTE_MS = 60_000;
const started = NOON;

const task = (id: string, said: Partial<OpenTask> = {}): OpenTask => ({
  id,
  state: 'active',
  requiredSlots: 1,
  instances: 1,
  dependsOn: undefined,
  ...said,
});
const running = (id: string) => task(id, { state: 'running', startedAt: started });
const waitingFor = (id: string, taskIds: readonly string[]) => task(id, { dependsOn: { taskIds, taskIdRanges: [] } });

function aJob(jobId: string, tasks: readonly OpenTask[], complete = true): JobWork {
  return {
    jobId,
    poolId: 'render',
    priority: undefined,
    maxParallelTasks: undefined,
    usesTaskDependencies: true,
    active: undefined,
    running: undefined,
    runnable: undefined,
    completed: undefined,
    ...dependenciesIn({ tasks, complete }),
  };
}

/** What waits for running tasks, in a complete listing. */
const blockedByRunning = (tasks: readonly OpenTask[]) => dependenciesIn({ tasks, complete: true })?.blocked;

describe('dependenciesIn', () => {
  it('finds tasks that wait for tasks that run and for nothing else, together where they wait for the same', () => {
    const tasks = [
      running('prepare'),
      waitingFor('f1', ['PREPARE']),
      waitingFor('f2', ['prepare']),
      waitingFor('merge', ['f1', 'f2']),
      task('free'),
    ];
    expect(blockedByRunning(tasks)).toEqual([
      { waitsFor: [{ taskId: 'prepare', startedMs: started.epochMilliseconds }], tasks: 2, slots: 2 },
    ]);
  });

  it('finds ranges of ids, and nothing in a listing that is not complete', () => {
    const ranged = task('all', { dependsOn: { taskIds: [], taskIdRanges: [{ start: 1, end: 2 }] }, requiredSlots: 3 });
    const tasks = [running('1'), running('2'), running('3'), ranged];
    expect(blockedByRunning(tasks)).toMatchObject([
      { waitsFor: [{ taskId: '1' }, { taskId: '2' }], tasks: 1, slots: 3 },
    ]);
    expect(dependenciesIn({ tasks, complete: false })).toBeUndefined();
    expect(blockedByRunning([task('1', { state: 'failed' }), ranged])).toEqual([]);
  });
});

describe('dependentWork', () => {
  const pipeline = (jobId: string) =>
    aJob(jobId, [running('prepare-1'), waitingFor('f1', ['prepare-1']), waitingFor('f2', ['prepare-1'])]);
  const POOL = { account: 'demo', poolId: 'render' };
  const at = (minutes: number) => started.epochMilliseconds + minutes * MINUTE_MS;
  const seen = dependenciesAfter(NO_DEPENDENCIES, [pipeline('film-1')], at(0));
  const learned = dependenciesAfter(seen, [aJob('film-1', [])], at(20));

  it('learns how long tasks of a kind run, whose end is seen half a minute late on average', () => {
    expect(learned).toEqual({ blockers: [], runs: [{ name: 'film-*/prepare-*', minutes: 19.5, count: 1 }] });
    // A job that is gone may have been ended by somebody.
    expect(dependenciesAfter(seen, [], at(5)).runs).toEqual([]);
  });

  it.each([
    ['whose tasks are too many to be listed', aJob('film-1', [running('prepare-1')], false)],
    ['in which it waits again', aJob('film-1', [task('prepare-1'), waitingFor('f1', ['prepare-1'])])],
    [
      'in which it has failed',
      aJob('film-1', [task('prepare-1', { state: 'failed' }), waitingFor('f1', ['prepare-1'])]),
    ],
    [
      'in which others that it waits for do not run any more',
      aJob('film-1', [running('prepare-1'), task('prepare-2'), waitingFor('f1', ['prepare-1', 'prepare-2'])]),
    ],
  ])('learns nothing of a task in a job %s', (_, job) => {
    expect(dependenciesAfter(seen, [job], at(1)).runs).toEqual([]);
  });

  it('learns the whole run of a task whose job could not be listed meanwhile', () => {
    const meanwhile = dependenciesAfter(seen, [aJob('film-1', [running('prepare-1')], false)], at(10));
    expect(dependenciesAfter(meanwhile, [aJob('film-1', [])], at(20)).runs).toEqual(learned.runs);
  });

  it('expects what waits for a task at the time at which such a task usually ends, and not before one was seen', () => {
    const now = started.add({ minutes: 3 });
    expect(dependentWork([pipeline('film-2')], POOL, { runs: learned.runs, now })).toMatchObject([
      {
        slots: 2,
        by: started.add({ seconds: 1170 }),
        until: started.add({ seconds: 1470 }),
        note: '2 tasks can run when prepare-1 has ended, usually after 20 min',
        actor: 'the dependencies of the job film-2',
      },
    ]);
    expect(dependentWork([pipeline('film-2')], POOL, { runs: [], now })).toEqual([]);
    expect(dependentWork([pipeline('other-2')], POOL, { runs: learned.runs, now })).toEqual([]);
  });

  it('gives a task up that runs much longer than usual', () => {
    const late = Temporal.Instant.fromEpochMilliseconds(at(25));
    expect(dependentWork([pipeline('film-2')], POOL, { runs: learned.runs, now: late })).toEqual([]);
  });
});
