/** What an owner wants of a forecast; without a goal the price of waiting follows the run times of the pool. */
export type ForecastGoal =
  /** The mean wait of a task for its node, in minutes. */
  | { readonly kind: 'mean-wait'; readonly minutes: number }
  /** A task that waits counts as much as so many nodes that are on. */
  | { readonly kind: 'wait-price'; readonly price: number }
  /** The pool costs at most such a share more than the least that its own demand can be served for. */
  | { readonly kind: 'over-least'; readonly share: number };

/** What an owner has said of the forecast. */
export interface ForecastTerms {
  readonly goal: ForecastGoal | undefined;
  /** May more nodes be started than are needed, so that the fastest serve the work? */
  readonly spares: boolean;
}
