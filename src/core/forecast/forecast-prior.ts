import figures from './forecast-prior.json' with { type: 'json' };

/**
 * What a forecast knows of a pool that it has never seen: means over pools of recorded logs. What the pool does itself outweighs
 * it within days. The regression begins without: with weights of other pools tasks of some waited longer, for weeks.
 */
export interface ForecastPrior {
  /** The logs that it was made from, with their sources. */
  readonly logs: readonly { readonly name: string; readonly source: string; readonly terms: string }[];
  /** Of the table, by coarse cell: how often it was seen, no more than a few dozen times. */
  readonly seen: readonly number[];
  /** By coarse cell and horizon: how often the level was needed within it. */
  readonly hits: readonly number[];
}

/** The prior that is shipped: `scripts/forecast-prior.ts` makes it from logs of jobs. */
export const SHIPPED_PRIOR: ForecastPrior = figures;
