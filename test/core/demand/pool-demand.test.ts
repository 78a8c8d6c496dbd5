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
