import type { Temporal } from 'temporal-polyfill';

/** The result of one run of the timer. */
export interface Tick {
  readonly at: Temporal.Instant;
  readonly pools: number;
  readonly due: number;
  /** What failed, one sentence each. */
  readonly problems: readonly string[];
}

/** What a tick reads first. */
export interface TickStart {
  /** The last tick that has finished. */
  readonly before: Tick | undefined;
  /** A text that changes when a document changes; `undefined` while one is being written. */
  readonly documents: string | undefined;
}

export interface Ticks {
  last(): Promise<Tick | undefined>;
  start(): Promise<TickStart>;
  record(tick: Tick): Promise<void>;
}

export interface HasTicks {
  readonly ticks: Ticks;
}
