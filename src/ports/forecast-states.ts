import type { PoolName } from '../core/pool/pool-name.ts';

/** What a forecast has learned of a pool, as bytes, with the tag that the next write must bring along. */
export interface ForecastState {
  readonly bytes: Uint8Array;
  readonly tag: string;
}

/** What forecasts have learned. It can be lost: it is learned anew from the recorded demand. */
export interface ForecastStates {
  /** `undefined` where nothing is kept. */
  read(pool: PoolName): Promise<ForecastState | undefined>;
  /** Writes over the state with `tag`, or the first one without; gives the new tag, `undefined` where somebody else was first. */
  write(pool: PoolName, bytes: Uint8Array, tag: string | undefined): Promise<string | undefined>;
}

export interface HasForecastStates {
  readonly forecastStates: ForecastStates;
}
