import figures from './forecast-prior.json' with { type: 'json' };

/**
 * The initial state of the model of a new pool: means over the pools of recorded logs. The pool's own behaviour outweighs it
 * within days. It has no weights for the regression: with the weights of other pools, tasks of some pools waited longer for
 * weeks.
 */
export interface ForecastPrior {
  /** The logs from which it was made, with their sources. */
  readonly logs: readonly { readonly name: string; readonly source: string; readonly terms: string }[];
  /** Of the table, by coarse cell: how often it was observed, at most a few dozen times. */
  readonly seen: readonly number[];
  /** By coarse cell and horizon: how often the level was needed within it. */
  readonly hits: readonly number[];
}

/** The prior that is shipped; `scripts/forecast-prior.ts` makes it from logs of jobs. */
export const SHIPPED_PRIOR: ForecastPrior = figures;
