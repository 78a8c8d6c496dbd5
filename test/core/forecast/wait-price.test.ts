import { describe, expect, it } from 'vitest';
import {
  type AccountedMinutes,
  accountFor,
  meanWait,
  newWaitPrice,
  priceOf,
} from '../../../src/core/forecast/wait-price.ts';
import type { ForecastGoal } from '../../../src/core/policy/forecast-policy.ts';

const QUIET: AccountedMinutes = {
  minute: 0,
  minutes: 1,
  runningTasks: 0,
  waitingTasks: 0,
  submittedTasks: 0,
  endedTasks: 0,
  runningNodes: 0,
  paidNodes: 0,
  isAllReady: false,
  restartMinutes: 4,
};

/** The price after some days of the same minute. */
function priceAfter(days: number, happened: Partial<AccountedMinutes>, goal?: ForecastGoal): number {
  const price = newWaitPrice(10);
  for (let minute = 0; minute < days * 1440; minute++) accountFor(price, { ...QUIET, ...happened, minute }, goal);
  return priceOf(price, goal, 1);
}

describe('the price of waiting', () => {
  it('is what the owner says', () => {
    expect(priceAfter(3, { paidNodes: 10 }, { kind: 'wait-price', price: 7 })).toBe(7);
  });

  it('is 5.75 % of the mean run time where nothing is said: 5.75 for tasks of 100 minutes', () => {
    // 100 tasks run, one ends and one comes each minute; what they cost is the least that they can.
    const busy = { runningTasks: 100, endedTasks: 1, submittedTasks: 1, runningNodes: 10, paidNodes: 10 };
    expect(priceAfter(7, busy)).toBeCloseTo(5.75, 1);
  });

  it('falls while the pool costs more than it may, and rises while it costs less', () => {
    const goal = { kind: 'over-least', share: 0.05 } as const;
    const one = { runningTasks: 1, runningNodes: 1 };
    expect(priceAfter(5, { ...one, paidNodes: 2 }, goal)).toBeLessThan(1);
    expect(priceAfter(5, { ...one, paidNodes: 1 }, goal)).toBeGreaterThan(50);
  });

  it('rises while tasks wait for longer than the goal, and falls while they do not', () => {
    const goal = { kind: 'mean-wait', minutes: 2 } as const;
    expect(priceAfter(5, { waitingTasks: 4, submittedTasks: 1 }, goal)).toBeGreaterThan(20);
    expect(priceAfter(5, { waitingTasks: 1, submittedTasks: 1 }, goal)).toBeLessThan(5);
  });

  it.each<ForecastGoal | undefined>([
    undefined,
    { kind: 'over-least', share: 0.05 },
    { kind: 'mean-wait', minutes: 2 },
  ])('stays while the forecast only observes a pool that others keep on: %o', (goal) => {
    const work = { runningTasks: 100, endedTasks: 1, submittedTasks: 1, runningNodes: 5, restartMinutes: 4 };
    const observed = { ...work, paidNodes: 10, isAllReady: true, onlyObserves: true };
    const first = priceAfter(0, {}, goal);
    expect(priceAfter(7, observed, goal)).toBeCloseTo(goal === undefined ? 5.75 : first, 1);
  });

  it('does not count waiting while every node can run tasks, and counts it while they start', () => {
    const price = newWaitPrice(10);
    accountFor(price, { ...QUIET, waitingTasks: 6, submittedTasks: 3, isAllReady: true }, undefined);
    expect(meanWait(price)).toBe(0);
    accountFor(price, { ...QUIET, waitingTasks: 6, paidNodes: 10 }, undefined);
    expect(meanWait(price)).toBeCloseTo(2, 1);
  });
});
