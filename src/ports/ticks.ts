import type { Temporal } from 'temporal-polyfill';

/** What one run of the timer did. */
export interface Tick {
  readonly at: Temporal.Instant;
  readonly pools: number;
  readonly due: number;
  /** What went wrong, one sentence each. */
  readonly problems: readonly string[];
}

export interface Ticks {
  last(): Promise<Tick | undefined>;
  record(tick: Tick): Promise<void>;
}

export interface HasTicks {
  readonly ticks: Ticks;
}
