import { describe, expect, it } from 'vitest';
import { demandAfter, type PoolDemand } from '../../../src/core/demand/pool-demand.ts';
import { aJobWork, aLoad } from '../../support/builders.ts';

describe('the demand of a pool with more jobs than are remembered', () => {
  const work = Array.from({ length: 400 }, (_, index) =>
    aJobWork({ jobId: `job-${index}`, active: aLoad(10), completed: 100 }),
  );
  const look = (before: PoolDemand | undefined, minute: number) =>
    demandAfter(before, { epochMilliseconds: minute * 60_000, needed: 1, paid: 1, busy: 1, work });

  it('says of a minute in which nothing was submitted that nothing was', () => {
    expect(look(look(undefined, 1), 2)?.minutes.at(-1)).toMatchObject({
      waitingTasks: 4000,
      submittedTasks: 0,
      endedTasks: 0,
      families: [],
    });
  });
});

describe('the demand of a pool that was looked at by differing clocks', () => {
  const MORNING = 30_000_000;
  /** Looks at a job that has run one more task at each of some minutes. */
  const lookedAt = (minutes: readonly number[], jobIds = minutes.map(() => 'render-1')) =>
    minutes.reduce<PoolDemand | undefined>((before, minute, index) => {
      const work = [...new Set(jobIds.slice(0, index + 1))].map((jobId) =>
        aJobWork({
          jobId,
          active: aLoad(0),
          running: aLoad(jobIds.slice(0, index + 1).filter((id) => id === jobId).length),
        }),
      );
      const epochMilliseconds = (MORNING + minute) * 60_000;
      return demandAfter(before, { epochMilliseconds, needed: index, paid: 1, busy: 1, work });
    }, undefined);
  const minutesOf = (demand: PoolDemand | undefined) =>
    demand?.minutes.map(({ minute, submittedTasks }) => [minute - MORNING, submittedTasks]);

  it('goes on after a look by a clock that was a day ahead, and counts what that look saw as submitted', () => {
    expect(minutesOf(lookedAt([0, 1, 1441, 2, 3]))).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 1],
    ]);
  });

  it('counts what a clock that is a minute behind sees as submitted', () => {
    expect(minutesOf(lookedAt([0, 2, 1, 3]))).toEqual([
      [0, 0],
      [2, 2],
      [3, 1],
    ]);
  });

  it('has the families of all looks of a minute', () => {
    const families = lookedAt([0, 1, 1], ['render-1', 'render-1', 'train-1'])?.minutes.at(-1)?.families;
    expect(families?.map(({ family, submittedTasks }) => [family, submittedTasks])).toEqual([
      ['render-*', 1],
      ['train-*', 1],
    ]);
  });
});

describe('the demand of a pool that was not evaluated because nothing has changed', () => {
  const NIGHT = 30_000_000;
  const look = (
    before: PoolDemand | undefined,
    minute: number,
    more: Partial<Parameters<typeof demandAfter>[1]> = {},
  ) =>
    demandAfter(before, {
      ...{ epochMilliseconds: (NIGHT + minute) * 60_000, needed: 0, paid: 2, busy: 0, work: [] },
      ...{ restedSince: NIGHT, ...more },
    });
  const minutesOf = (demand: PoolDemand | undefined) => demand?.minutes.map(({ minute }) => minute - NIGHT);

  it('has the minutes in between, like the one before them', () => {
    const work = [aJobWork({ active: aLoad(3) })];
    const demand = look(look(undefined, 0), 3, { needed: 3, paid: 0, work });
    expect(demand?.minutes.map(({ paid, needed, submittedTasks }) => [paid, needed, submittedTasks])).toEqual([
      [2, 0, 0],
      [2, 0, 0],
      [2, 0, 0],
      [0, 3, 3],
    ]);
  });

  it.each([
    ['the app may not have run', look(undefined, 0), 120, {}],
    ['it is evaluated every minute', look(undefined, 0), 5, { restedSince: undefined }],
    ['it was evaluated, and its work was not known', look(undefined, 0), 5, { restedSince: NIGHT + 4 }],
    ['it had jobs', look(undefined, 0, { work: [aJobWork({ active: aLoad(1) })] }), 5, {}],
  ])('has a gap if %s', (_, before, minute, more) => {
    expect(minutesOf(look(before, minute, more))).toEqual([0, minute]);
  });
});
