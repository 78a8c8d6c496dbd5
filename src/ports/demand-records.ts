import type { DemandMinute } from '../core/demand/demand-minute.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** The recorded demand of pools, by days since the epoch. */
export interface DemandRecords {
  /** The minutes of a day that were seen, in the order of time. */
  readDay(pool: PoolName, day: number): Promise<readonly DemandMinute[]>;
  /** Adds minutes of a day; those that are there already stay. */
  addToDay(pool: PoolName, day: number, minutes: readonly DemandMinute[]): Promise<void>;
  /** Deletes the days of all pools before one. Gives how many. */
  sweep(before: number): Promise<number>;
}

export interface HasDemandRecords {
  readonly demandRecords: DemandRecords;
}
