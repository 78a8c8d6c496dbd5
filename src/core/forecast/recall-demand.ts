import type { DemandMinute } from '../demand/demand-minute.ts';
import type { ForecastGoal } from '../policy/forecast-policy.ts';
import { type ForecastModel, observe } from './forecast-model.ts';

/** What a model needs besides recorded demand. */
export interface RecallTerms {
  readonly slotsPerNode: number;
  readonly nodes: number;
  readonly restartMinutes: number;
  readonly goal: ForecastGoal | undefined;
  /** Did the forecast not decide in these minutes, or is it not known whether it did? */
  readonly onlyObserves: boolean;
}

/**
 * Updates a model with recorded minutes that it has not seen, in order of time; it is mutated in place. Which nodes
 * were ready is not recorded; waiting counts as if some were not.
 */
export function recallDemand(model: ForecastModel, minutes: readonly DemandMinute[], terms: RecallTerms): void {
  const { goal, ...pool } = terms;
  for (const minute of minutes) {
    if (minute.minute <= model.history.minute) continue;
    observe(
      model,
      { ...pool, ...minute, epochMilliseconds: minute.minute * 60_000, paidNodes: minute.paid, readyNodes: 0 },
      goal,
    );
  }
}
