import { Agenda } from './agenda.ts';
import { chanceFrom } from './chance.ts';
import { Journal } from './journal.ts';
import { DEFAULT_KNOBS, type Knobs } from './knobs.ts';
import { DEFAULT_LATENCIES, type Latencies } from './latencies.ts';
import { Register } from './register.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Account, World } from './world.ts';

/** The definition of a new account. */
export type NewAccount = Omit<Account, 'pools' | 'jobs' | 'jobSchedules'>;

/** The settings of a new world. */
export interface WorldSettings {
  readonly clock: VirtualClock;
  readonly accounts: readonly NewAccount[];
  readonly seed: number;
  readonly journalCapacity: number;
  readonly latencies?: Partial<Latencies>;
  readonly knobs?: Partial<Knobs>;
}

/** A world with empty accounts. */
export function newWorld({ clock, accounts, seed, journalCapacity, latencies, knobs }: WorldSettings): World {
  return {
    clock,
    now: clock.now(),
    agenda: new Agenda(),
    journal: new Journal(journalCapacity),
    chance: chanceFrom(seed),
    latencies: { ...DEFAULT_LATENCIES, ...latencies },
    knobs: { ...DEFAULT_KNOBS, ...knobs },
    faults: [],
    startFaults: [],
    shortages: [],
    accounts: new Map(
      accounts.map((account) => [
        account.name.toLowerCase(),
        { ...account, pools: new Register(), jobs: new Register(), jobSchedules: new Register() },
      ]),
    ),
    images: new Map(),
    ordinal: 0,
  };
}
