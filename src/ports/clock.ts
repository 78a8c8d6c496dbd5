import type { Temporal } from 'temporal-polyfill';

export interface Clock {
  now(): Promise<Temporal.Instant>;
}

export interface HasClock {
  readonly clock: Clock;
}

export interface HasWallClock {
  /** Real time, whatever the app's clock: by it the right to act on a pool runs out. A process lives and dies in real time. */
  readonly wallClock: Clock;
}

export interface HasPause {
  /** Waits in real time, in milliseconds: for what another process is doing. */
  readonly pause: (ms: number) => Promise<void>;
}
