import type { DemandMinute } from '../core/demand/demand-minute.ts';
import type { PoolName } from '../core/pool/pool-name.ts';

/** The recorded demand of pools, by days since the epoch. */
export interface DemandRecords {
  /** The recorded minutes of a day, in order. */
  readDay(pool: PoolName, day: number): Promise<readonly DemandMinute[]>;
  /** Adds minutes of a day; existing ones are not replaced. Nothing is added to a day that a newer version of the app has written. */
  addToDay(pool: PoolName, day: number, minutes: readonly DemandMinute[]): Promise<void>;
  /** Deletes the earlier days of all pools. @returns their number */
  sweep(before: number): Promise<number>;
}

export interface HasDemandRecords {
  readonly demandRecords: DemandRecords;
}
