import type { Temporal } from 'temporal-polyfill';
import type { Knobs } from './world/knobs.ts';
import type { Latencies } from './world/latencies.ts';
import type { NewAccount } from './world/new-world.ts';
import type { WallClock } from './world/virtual-clock.ts';

/** The settings of a new world, each with a default. A world that is loaded from a file keeps its settings. */
export interface EmulationOptions {
  /** The only account, if there are no `accounts`. */
  readonly account?: Partial<NewAccount>;
  /** The first one applies to control requests that name none. */
  readonly accounts?: readonly Partial<NewAccount>[];
  /** A document as described in docs/emulator-scenario.md; the other options override it. */
  readonly scenario?: unknown;
  /** The virtual time at the start; by default, the real time. */
  readonly start?: Temporal.Instant;
  /** Virtual seconds per second; 0 stops the clock until it is moved. */
  readonly speed?: number;
  readonly seed?: number;
  readonly latencies?: Partial<Latencies>;
  readonly knobs?: Partial<Knobs>;
  readonly journalCapacity?: number;
  /** A file that stores the world; an existing file continues its world. */
  readonly file?: string;
  readonly wall?: WallClock;
}
