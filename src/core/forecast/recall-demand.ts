import type { DemandMinute } from '../demand/demand-minute.ts';
import type { ForecastGoal } from '../policy/forecast-policy.ts';
import { type ForecastModel, observe } from './forecast-model.ts';

/** What a model cannot know from recorded demand. */
export interface RecallTerms {
  readonly slotsPerNode: number;
  readonly nodes: number;
  readonly restartMinutes: number;
  readonly goal: ForecastGoal | undefined;
}

/**
 * Shows a model recorded minutes that it has not seen, in the order of time; it is changed in place. How many nodes were on is
 * not recorded: those that were needed are taken to have been.
 */
export function recallDemand(model: ForecastModel, minutes: readonly DemandMinute[], terms: RecallTerms): void {
  const { goal, ...pool } = terms;
  for (const minute of minutes) {
    if (minute.minute <= model.history.minute) continue;
    observe(
      model,
      { ...pool, ...minute, epochMilliseconds: minute.minute * 60_000, paidNodes: minute.needed, readyNodes: 0 },
      goal,
    );
  }
}
