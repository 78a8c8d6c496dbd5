import type { PoolName } from '../core/pool/pool-name.ts';

/** What a forecast has learned about a pool, as bytes, with the tag that the next write must pass. */
export interface ForecastState {
  readonly bytes: Uint8Array;
  readonly tag: string;
}

/** What forecasts have learned. If it is lost, they learn it again from the recorded demand. */
export interface ForecastStates {
  /** `undefined` if nothing is stored. */
  read(pool: PoolName): Promise<ForecastState | undefined>;
  /**
   * Replaces the state that has `tag`, or stores the first one if `tag` is `undefined`.
   * @returns the new tag; `undefined` if another writer was faster
   */
  write(pool: PoolName, bytes: Uint8Array, tag: string | undefined): Promise<string | undefined>;
}

export interface HasForecastStates {
  readonly forecastStates: ForecastStates;
}
