import type { PoolName } from '../core/pool/pool-name.ts';
import type { DayFigures } from '../core/savings/day-figures.ts';

/** What was spent on pools, day by day. A day is summed up once. */
export interface DayFiguresStore {
  /** The figures of days of a pool, or of all pools of an account, from one up to another, both included. */
  list(
    of: { readonly account: string; readonly poolId?: string | undefined },
    from: number,
    to: number,
  ): Promise<readonly DayFigures[]>;
  /** The pools of which a day was summed up. */
  poolsOf(account: string, day: number): Promise<readonly PoolName[]>;
  /** Keeps the figures of a day; those that are there already stay. */
  add(figures: DayFigures): Promise<void>;
  /** Deletes those of days before one. Gives how many. */
  sweep(before: number): Promise<number>;
}

export interface HasDayFigures {
  readonly dayFigures: DayFiguresStore;
}
