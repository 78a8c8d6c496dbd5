import { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import { nodesIn } from '../../core/schedule/amount.ts';
import { capacityAt } from '../../core/schedule/capacity-at.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import { timelineWithin } from '../../core/schedule/timeline.ts';
import { type StepBudget, stepBudget } from '../../core/step-budget.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { type AMOUNT, toAmount } from '../fields/fields.ts';

/** An expectation in a schedule document: the capacity that the schedule must request at an instant. */
export interface Expectation {
  readonly at: string;
  readonly min?: z.infer<typeof AMOUNT> | undefined;
  /** `null` is no limit; `undefined` is not compared. */
  readonly max?: z.infer<typeof AMOUNT> | null | undefined;
}

/** Shares and numbers are compared for a pool of this size, in which 0.001% is one node. */
const POOL_SIZE = 100_000;

/** The expectations that a schedule does not meet. */
export function expectationFaults(schedule: Schedule, expectations: readonly Expectation[]): readonly InputFault[] {
  const budget = stepBudget(MOST_STEPS, { what: 'checking the expectations' });
  return expectations.flatMap((expectation, index) => {
    try {
      return unmet({ schedule, budget }, expectation, `$.expect[${index}]`);
    } catch (error) {
      // A calendar may have too many events at that time.
      if (error instanceof LayoutRefused) return [{ path: `$.expect[${index}].at`, message: error.message }];
      throw error;
    }
  });
}

interface Checking {
  readonly schedule: Schedule;
  /** Shared by all expectations. */
  readonly budget: StepBudget;
}

/**
 * Shared by all expectations of a schedule: each spends a few steps on the windows, and those in one month share the
 * calendars.
 */
const MOST_STEPS = 1_000_000;

function unmet({ schedule, budget }: Checking, { at, min, max }: Expectation, path: string): readonly InputFault[] {
  const instant = Temporal.Instant.from(at);
  const span = { from: instant, until: instant.add({ seconds: 1 }), budget };
  const timeline = timelineWithin(schedule, span);
  const asked = capacityAt([timeline], instant, POOL_SIZE);
  const because = `it requires ${shown(asked.min)} to ${shown(asked.max)} (${asked.because.join(' and ') || 'not valid then'})`;
  const isMin = min === undefined || inNodes(min) === asked.min;
  const isMax = max === undefined || inNodes(max) === asked.max;
  return [
    ...(isMin ? [] : [{ path: `${path}.min`, message: `${min} is expected at ${at}, ${because}` }]),
    ...(isMax ? [] : [{ path: `${path}.max`, message: `${max} is expected at ${at}, ${because}` }]),
  ];
}

function inNodes(amount: z.infer<typeof AMOUNT> | null): number | undefined {
  return amount === null ? undefined : nodesIn(toAmount(amount), POOL_SIZE);
}

function shown(nodes: number | undefined): string {
  return nodes === undefined ? 'no limit' : String(nodes);
}
