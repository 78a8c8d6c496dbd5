import type { Temporal } from 'temporal-polyfill';

/** What one run of the timer did. */
export interface Tick {
  readonly at: Temporal.Instant;
  readonly pools: number;
  readonly due: number;
  /** What went wrong, one sentence each. */
  readonly problems: readonly string[];
}

/** What a tick begins with. */
export interface TickStart {
  /** The tick before it that came to its end. */
  readonly before: Tick | undefined;
  /** The same text as long as no document has changed; `undefined` while one is being changed. */
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
