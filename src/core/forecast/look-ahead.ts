import type { ForecastGoal } from '../policy/forecast-policy.ts';
import type { ForecastInput } from './forecast-input.ts';
import { type ForecastModel, observe, type SeenDemand } from './forecast-model.ts';
import type { StartLatency } from './start-latency.ts';

/** An observation of the demand of a pool, and the start times of its nodes. */
export interface DemandLook extends Omit<SeenDemand, 'restartMinutes'> {
  readonly latency: StartLatency;
  readonly stopMinutes: number;
  readonly tickMinutes: number;
}

/** How long a deallocation takes; the node is paid for until it ends. */
// assumed: no figure is documented.
export const STOP_MINUTES = 1;

/**
 * Updates a model with the current observation of a pool, and returns the input of its forecast. The model is mutated in place.
 */
export function lookAhead(model: ForecastModel, look: DemandLook, goal: ForecastGoal | undefined): ForecastInput {
  const { latency, stopMinutes, tickMinutes, slotsPerNode, needed } = look;
  observe(model, { ...look, restartMinutes: latency.meanMinutes + stopMinutes }, goal);
  const waiting = Math.ceil(look.waitingTasks / slotsPerNode);
  const fresh = Math.min(waiting, Math.ceil(look.submittedTasks / slotsPerNode));
  return { model, latency, stopMinutes, tickMinutes, needed, waiting, fresh };
}
