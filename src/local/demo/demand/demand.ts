import type { Temporal } from 'temporal-polyfill';

/** Work that arrives at a pool: a number of tasks at the same instant, each for one node and of the same duration. */
export interface Arrival {
  readonly at: Temporal.Instant;
  readonly tasks: number;
  readonly seconds: number;
}

/** The pool for which demand is made. */
export interface DemandSubject {
  readonly timeZone: string;
  /** The number of nodes, which limits the width of an arrival. */
  readonly nodes: number;
  readonly from: Temporal.Instant;
}

/** The longest task; longer ones are shortened, because a demonstration of a day has no place for week-long runs. */
export const LONGEST_TASK_SECONDS = 2 * 3600;
