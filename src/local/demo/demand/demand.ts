import type { Temporal } from 'temporal-polyfill';

/** Work that arrives at a pool: so many tasks at the same moment, each for one node and so long. */
export interface Arrival {
  readonly at: Temporal.Instant;
  readonly tasks: number;
  readonly seconds: number;
}

/** For whom demand is made. */
export interface DemandSubject {
  readonly timeZone: string;
  /** How many nodes the pool has: no arrival is wider. */
  readonly nodes: number;
  readonly from: Temporal.Instant;
}

/** A task that would block a node for longer is made so long: a demonstration of a day has no place for week-long runs. */
export const LONGEST_TASK_SECONDS = 2 * 3600;
