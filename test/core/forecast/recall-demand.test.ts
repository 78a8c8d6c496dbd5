import { describe, expect, it } from 'vitest';
import { newModel } from '../../../src/core/forecast/forecast-model.ts';
import { recallDemand } from '../../../src/core/forecast/recall-demand.ts';
import { priceOf } from '../../../src/core/forecast/wait-price.ts';
import { START_MINUTE } from './seen-demand.ts';

const GOAL = { kind: 'over-least', share: 0.05 } as const;

/** The price of a pool of ten nodes after two days of one task, during which so many nodes were on. */
function priceAfterRecalling(paid: number, onlyObserves: boolean): number {
  const minutes = Array.from({ length: 2 * 1440 }, (_, minute) => ({
    ...{ minute: START_MINUTE + minute, needed: 1, paid, busy: 1, waitingTasks: 0, runningTasks: 1 },
    ...{ submittedTasks: 0, endedTasks: 0, families: [] },
  }));
  const model = newModel(10);
  recallDemand(model, minutes, { slotsPerNode: 1, nodes: 10, restartMinutes: 4, goal: GOAL, onlyObserves });
  return priceOf(model.price, GOAL, 1);
}

describe('recallDemand', () => {
  it('counts what the pool has cost, so that another instance does not overspend its budget', () => {
    expect(priceAfterRecalling(10, false)).toBeLessThan(1);
    expect(priceAfterRecalling(1, false)).toBeGreaterThan(10);
  });

  it('leaves the price of minutes in which the forecast may not have acted', () => {
    expect(priceAfterRecalling(10, true)).toBeCloseTo(10);
  });
});
