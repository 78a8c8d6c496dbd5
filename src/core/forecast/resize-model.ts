import { type ForecastModel, newModel } from './forecast-model.ts';
import { LAST_HORIZON } from './horizons.ts';
import { shareAtLeast } from './level-history.ts';

/** The model after the pool's number of nodes has changed. What was learned is kept; new levels were never needed. */
export function resizeModel(model: ForecastModel, levels: number): ForecastModel {
  if (levels === model.levels) return model;
  const resized = newModel(levels);
  const { history, table, logistic, price, unseen } = resized;
  const { minute, needed, lastSubmission, lastEnd, sizes } = model.history;
  Object.assign(history, { minute, needed: Math.min(levels, needed), lastSubmission, lastEnd });
  history.sizes = sizes.map((size) => Math.min(levels, size));
  shareAtLeast(history.sizes.slice(-20), history.sizeOf20);
  shareAtLeast(history.sizes, history.sizeOf200);
  history.recent.set(model.history.recent.map((nodes) => Math.min(levels, nodes)));
  history.activity.set(model.history.activity);
  const common = Math.min(levels, model.levels) + 1;
  history.lastNeeded.set(model.history.lastNeeded.subarray(0, common));
  price.lastRunning.set(model.price.lastRunning.subarray(0, common));
  for (const name of ['coarseHits', 'fineHits', 'coarseSeen', 'fineSeen'] as const) table[name].set(model.table[name]);
  for (let row = 0; row <= LAST_HORIZON; row++) {
    const marks = model.table.marks.subarray(row * (model.levels + 1), row * (model.levels + 1) + common);
    table.marks.set(marks, row * (levels + 1));
  }
  logistic.weights.set(model.logistic.weights);
  logistic.squares.set(model.logistic.squares);
  logistic.seed = model.logistic.seed;
  const { leastPerDay, age, saved, steered, runMinutes, ended, waitMinutes, submitted } = model.price;
  Object.assign(price, { leastPerDay, age, saved, steered, runMinutes, ended, waitMinutes, submitted });
  Object.assign(unseen, model.unseen);
  return resized;
}
