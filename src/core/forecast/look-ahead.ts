import type { ForecastGoal } from '../policy/forecast-policy.ts';
import type { ForecastInput } from './forecast-input.ts';
import { type ForecastModel, observe, type SeenDemand } from './forecast-model.ts';
import type { StartLatency } from './start-latency.ts';

/** A look at the demand of a pool, and what its nodes take. */
export interface DemandLook extends Omit<SeenDemand, 'restartMinutes'> {
  readonly latency: StartLatency;
  readonly stopMinutes: number;
  readonly tickMinutes: number;
}

/** A deallocation takes about so long, and the node is paid for until it is over. */
// assumed: no figure is documented.
export const STOP_MINUTES = 1;

/** Shows a model what was seen of a pool just now, and gives what a forecast goes by. The model is changed in place. */
export function lookAhead(model: ForecastModel, look: DemandLook, goal: ForecastGoal | undefined): ForecastInput {
  const { latency, stopMinutes, tickMinutes, slotsPerNode, needed } = look;
  observe(model, { ...look, restartMinutes: latency.meanMinutes + stopMinutes }, goal);
  const waiting = Math.ceil(look.waitingTasks / slotsPerNode);
  const fresh = Math.min(waiting, Math.ceil(look.submittedTasks / slotsPerNode));
  return { model, latency, stopMinutes, tickMinutes, needed, waiting, fresh };
}
