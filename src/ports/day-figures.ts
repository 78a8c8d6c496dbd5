import type { PoolName } from '../core/pool/pool-name.ts';
import type { DayFigures, UseBefore } from '../core/savings/day-figures.ts';

/** A pool, or all pools of an account. */
export interface FiguredPools {
  readonly account: string;
  readonly poolId?: string | undefined;
}

/** The cost of pools by day. Each day is summed up once. */
export interface DayFiguresStore {
  /** The figures of a pool for the days from `from` to `to`, both inclusive, in order. */
  list(pool: PoolName, from: number, to: number): Promise<readonly DayFigures[]>;
  /** Those of a pool, or of all pools of an account, in parts: all of them can be more than the memory holds. */
  stream(of: FiguredPools, from: number, to: number): AsyncIterable<readonly DayFigures[]>;
  /** The use before a policy acted, of a pool or of all pools of an account that have figures. */
  listUseBefore(of: FiguredPools): Promise<readonly UseBefore[]>;
  /** The pools that have figures for a day. */
  poolsOf(account: string, day: number): Promise<readonly PoolName[]>;
  /** Stores the figures of a day, and adds them to the use before a policy acted; existing ones are not replaced. */
  add(figures: DayFigures): Promise<void>;
  /** Deletes the figures of earlier days, and the use of pools that have no later ones. @returns the number of days */
  sweep(before: number): Promise<number>;
}

export interface HasDayFigures {
  readonly dayFigures: DayFiguresStore;
}
