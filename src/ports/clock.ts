import type { Temporal } from 'temporal-polyfill';

export interface Clock {
  now(): Promise<Temporal.Instant>;
}

export interface HasClock {
  readonly clock: Clock;
}

export interface HasWallClock {
  /**
   * Real time, whatever the app's clock says. The right to act on a pool expires by it, because processes run and crash in
   * real time.
   */
  readonly wallClock: Clock;
}

export interface HasPause {
  /** Waits for another process, in milliseconds of real time. */
  readonly pause: (ms: number) => Promise<void>;
}
