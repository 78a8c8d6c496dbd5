import { Temporal } from 'temporal-polyfill';
import { KNOBS, shownKnobs } from './control/knobs.ts';
import { LATENCIES, shownLatencies } from './control/latencies.ts';
import type { EmulationOptions } from './options.ts';
import { readScenario, type Scenario } from './scenario/read-scenario.ts';
import { DEFAULT_ACCOUNT, DEFAULT_JOURNAL_CAPACITY, DEFAULT_SEED } from './world/defaults.ts';
import { DEFAULT_KNOBS, type Knobs } from './world/knobs.ts';
import { DEFAULT_LATENCIES, type Latencies } from './world/latencies.ts';
import { type NewAccount, newWorld } from './world/new-world.ts';
import { VirtualClock } from './world/virtual-clock.ts';
import type { World } from './world/world.ts';

/** The settings of a world as its log stores them, complete in themselves. */
export interface Origin {
  readonly start: string;
  readonly seed: number;
  readonly accounts: readonly NewAccount[];
  readonly journalCapacity: number;
  /** In the form of the control endpoints. */
  readonly latencies: unknown;
  readonly knobs: unknown;
  /** The whole document; the content of its accounts, and its faults, are read from it. */
  readonly scenario?: unknown;
}

/**
 * The settings of a new world: the options override the scenario, the scenario overrides the defaults.
 * @throws Error for accounts of the same name
 */
export function originOf(options: EmulationOptions): Origin {
  const { scenario: document, journalCapacity = DEFAULT_JOURNAL_CAPACITY } = options;
  // The faults of a scenario are reported together with those of its content, when the world is built.
  const scenario = document === undefined ? undefined : readScenario(document).scenario;
  const start = options.start ?? scenario?.start ?? Temporal.Now.instant();
  return {
    start: start.toString(),
    seed: options.seed ?? scenario?.seed ?? DEFAULT_SEED,
    accounts: accountsOf(options, scenario),
    journalCapacity,
    latencies: shownLatencies({ ...DEFAULT_LATENCIES, ...scenario?.latencies, ...options.latencies }),
    knobs: shownKnobs({ ...DEFAULT_KNOBS, ...scenario?.knobs, ...options.knobs }),
    ...(document !== undefined && { scenario: document }),
  };
}

/** The world of an origin, without the content of its scenario; its clock is stopped. */
export function emptyWorld({ start, seed, accounts, journalCapacity, latencies, knobs }: Origin): World {
  return newWorld({
    clock: new VirtualClock({ start: Temporal.Instant.from(start), speed: 0, wall: () => 0 }),
    seed,
    journalCapacity,
    accounts,
    latencies: LATENCIES.parse(latencies) as Partial<Latencies>,
    knobs: KNOBS.parse(knobs) as Partial<Knobs>,
  });
}

function accountsOf({ account, accounts }: EmulationOptions, scenario: Scenario | undefined): readonly NewAccount[] {
  const told =
    scenario === undefined || scenario.accounts.length === 0 ? [{}] : scenario.accounts.map((one) => one.account);
  const asked = accounts ?? (account === undefined ? undefined : [account]);
  if (asked === undefined) return told.map((one) => ({ ...DEFAULT_ACCOUNT, ...one }));
  const named = asked.map((one) => ({ ...DEFAULT_ACCOUNT, ...one }));
  const names = named.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`There are two accounts '${twice}'; each needs a name of its own.`);
  return named;
}
