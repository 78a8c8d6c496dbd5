import type { Temporal } from 'temporal-polyfill';
import type { Knobs } from './world/knobs.ts';
import type { Latencies } from './world/latencies.ts';
import type { NewAccount } from './world/new-world.ts';
import type { WallClock } from './world/virtual-clock.ts';

/** What an emulated world begins with; everything has a default. A world in a file goes on as it began. */
export interface EmulationOptions {
  /** The only account, where there are no `accounts`. */
  readonly account?: Partial<NewAccount>;
  /** The first is the one that is spoken of where none is named. */
  readonly accounts?: readonly Partial<NewAccount>[];
  /** A document as docs/emulator-scenario.md has it; the other options come before what it says. */
  readonly scenario?: unknown;
  /** The virtual time of the beginning; the real time without it. */
  readonly start?: Temporal.Instant;
  /** Virtual seconds a second; 0 is a clock that stands still until it is moved. */
  readonly speed?: number;
  readonly seed?: number;
  readonly latencies?: Partial<Latencies>;
  readonly knobs?: Partial<Knobs>;
  readonly journalCapacity?: number;
  /** A file that keeps the world: where it is there already, the world goes on from it. */
  readonly file?: string;
  readonly wall?: WallClock;
}
