import type { PoolName } from '../core/pool/pool-name.ts';
import type { DayFigures } from '../core/savings/day-figures.ts';

/** The cost of pools by day. Each day is summed up once. */
export interface DayFiguresStore {
  /** The figures of a pool, or of all pools of an account, for the days from `from` to `to`, both inclusive. */
  list(
    of: { readonly account: string; readonly poolId?: string | undefined },
    from: number,
    to: number,
  ): Promise<readonly DayFigures[]>;
  /** The pools that have figures for a day. */
  poolsOf(account: string, day: number): Promise<readonly PoolName[]>;
  /** Stores the figures of a day; existing ones are not replaced. */
  add(figures: DayFigures): Promise<void>;
  /** Deletes the figures of earlier days. @returns their number */
  sweep(before: number): Promise<number>;
}

export interface HasDayFigures {
  readonly dayFigures: DayFiguresStore;
}
