import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { JobWork } from '../../../src/core/demand/job-work.ts';
import { announcedAt } from '../../../src/core/plan/rules/demand.ts';
import { withScheduledWork } from '../../../src/core/plan/with-scheduled-work.ts';
import { aJobWork, aLoad, aPolicy, aPoolFacts, minutesBefore, NOON } from '../../support/builders.ts';

/** A film whose frames can run when its first task has ended, which takes twenty minutes. */
function aFilm(
  id: string,
  { sinceMinutes, frames }: { readonly sinceMinutes: number; readonly frames: number },
): JobWork {
  const startedMs = minutesBefore(NOON, sinceMinutes).epochMilliseconds;
  return aJobWork({
    jobId: `film-${id}`,
    usesTaskDependencies: true,
    running: aLoad(1),
    active: aLoad(frames),
    runnable: { atLeast: aLoad(0), atMost: aLoad(0) },
    blocked: [{ waitsFor: [{ taskId: 'prepare', startedMs }], tasks: frames, slots: frames }],
  });
}

function slotsIn(jobs: readonly JobWork[], minutes: number): number {
  const demand = {
    minutes: [],
    jobs: [],
    scheduled: [],
    bursts: [],
    spending: [],
    dependencies: { blockers: [], runs: [{ name: 'film-*/prepare', minutes: 20, count: 3 }] },
  };
  const effective = withScheduledWork(
    {
      ...{ kind: 'policy', policy: aPolicy(), name: 'p', because: 'a test', schedules: [], override: undefined },
      ...{ announcements: [], circuitReset: undefined, documents: [], notes: [] },
    },
    { facts: aPoolFacts(), schedules: [], jobs, demand, now: NOON },
  );
  if (effective.kind !== 'policy') throw new Error('A policy holds.');
  const instant: Temporal.Instant = NOON.add({ minutes });
  return announcedAt(effective, instant).reduce((sum, { slots }) => sum + slots, 0);
}

describe('the work that is known to come', () => {
  const first = aFilm('1', { sinceMinutes: 16, frames: 3 });
  const second = aFilm('2', { sinceMinutes: 10, frames: 4 });

  it('comes on top of tasks that run until theirs can run, and takes the nodes of those that end', () => {
    expect(slotsIn([first], 4)).toBe(3);
    // The first task of the second film still runs when the frames of the first can.
    expect(slotsIn([first, second], 4)).toBe(3 + 1);
    expect(slotsIn([first, second], 10)).toBe(4);
  });

  it('comes on top of tasks that could run and wait for a node', () => {
    const waiting = aJobWork({ jobId: 'other', running: aLoad(1), active: aLoad(2), runnable: undefined });
    expect(slotsIn([first, waiting], 4)).toBe(3 + 1 + 2);
  });
});
