/** The goal of a forecast; without one, the price of waiting follows the run times of the pool. */
export type ForecastGoal =
  /** The mean wait of a task for its node, in minutes. */
  | { readonly kind: 'mean-wait'; readonly minutes: number }
  /** A waiting task costs as much as this many nodes that are on. */
  | { readonly kind: 'wait-price'; readonly price: number }
  /** The pool may cost this share more than the least cost of its own demand. */
  | { readonly kind: 'over-least'; readonly share: number };

/** What the policy says about the forecast. */
export interface ForecastTerms {
  readonly goal: ForecastGoal | undefined;
  /** May more nodes be started than are needed, so that the fastest serve the work? */
  readonly spares: boolean;
}
