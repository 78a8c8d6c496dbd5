import type { Chance } from '../../src/emulator/world/chance.ts';
import { IMAGE } from '../support/emulated-account.ts';

/** A pool of the storm, and what it is promised. */
export interface StormPool {
  readonly id: string;
  readonly size: number;
  /** Outside its window; in it every node is wanted. */
  readonly min: number;
  /** How many nodes it may have at rest; `undefined` where something may keep more. */
  readonly max: number | undefined;
  readonly perHour: number | undefined;
  /** The most nodes of an evaluation. */
  readonly budget: Readonly<Record<'start' | 'deallocate' | 'remove', number>>;
  /** So many nodes go at first, until one of them has gone. */
  readonly canary: number;
  /** So many nodes stay in it where its policy gives others back. */
  readonly keeps: number | undefined;
  /** After so many minutes tasks of a node that goes are not waited for any more. */
  readonly hurry: { readonly tasks: 'requeue' | 'terminate'; readonly after: number } | undefined;
  /** Its nodes go on after so many of another pool. */
  readonly after: { readonly pool: string; readonly ready: number } | undefined;
  /** Its policy only observes. */
  readonly observes: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly schedule: { readonly id: string } & Readonly<Record<string, unknown>>;
  readonly policy: { readonly id: string } & Readonly<Record<string, unknown>>;
}

/** The first minutes of every hour. */
const WINDOW = 25;

/** Minutes by which clocks, and what goes by them, may differ; a process that stood still may end an act so much later. */
export const SKEW = { clocks: 3, standstill: 6 };

/** How many nodes a pool must have ready at a minute of an hour, whichever of the clocks one goes by. */
export function minimumAt({ size, min }: Pick<StormPool, 'size' | 'min'>, minute: number): number {
  return minute >= SKEW.clocks + SKEW.standstill && minute < WINDOW - SKEW.clocks ? size : min;
}

/** And how many it may have at rest: in its window, and while it comes and goes, all of them. */
export function maximumAt({ size, max }: StormPool, minute: number): number {
  return max !== undefined && minute > WINDOW + 15 && minute < 45 ? max : size;
}

/** A pool that nobody may touch: a formula sets its size. */
export const UNTOUCHED = 'formula';
/** A pool whose documents are hostile: all that counts is that it holds nobody up. */
export const HOSTILE = 'hostile';

const MONITOR = {
  name: 'monitor',
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
  typeHandlerVersion: '1.0',
  autoUpgradeMinorVersion: true,
};

/** How long a start waits after one that has failed, in minutes. */
export const BACK_OFF = 10;

interface Trait {
  readonly policy: Readonly<Record<string, unknown>>;
  /** It may keep more nodes than the schedule asks for. */
  readonly isLoose?: boolean;
  readonly keeps?: number;
  readonly hurry?: StormPool['hurry'];
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** What policies say beyond schedules and budgets. */
const TRAITS: readonly ((chance: Chance) => Trait)[] = [
  () => ({ policy: {} }),
  (chance) => ({ policy: { demand: { startOnPending: true, headroom: chance.integer(0, 1) } }, isLoose: true }),
  (chance) => ({
    policy: {
      demand: { startOnPending: true },
      forecast: { mode: ['observe', 'enforce'][chance.integer(0, 1)], goal: { overLeast: '8%' } },
    },
    isLoose: true,
  }),
  () => ({ policy: { drain: { deadline: 'PT30M', afterDeadline: 'leave' } } }),
  (chance) => {
    const hurry = {
      tasks: chance.integer(0, 2) === 0 ? 'terminate' : 'requeue',
      after: chance.integer(5, 15),
    } as const;
    return { policy: { drain: { deadline: `PT${hurry.after}M`, afterDeadline: hurry.tasks } }, hurry };
  },
  (chance) => {
    const keeps = chance.integer(1, 3);
    const deallocated = { atMost: chance.integer(0, 1), forAtMost: 'P1D', beyond: 'remove', poolAtLeast: keeps };
    return { policy: { deallocated, idle: { timeout: 'PT5M', keep: 0 } }, keeps };
  },
  (chance) => ({
    policy: {
      gate: { extensions: ['*'], timeout: 'PT10M', onFailure: ['report', 'retry'][chance.integer(0, 1)] },
    },
    properties: {
      deploymentConfiguration: { virtualMachineConfiguration: { ...IMAGE, extensions: [MONITOR] } },
    },
    isLoose: true,
  }),
  () => ({ policy: { protect: { youngerThan: 'PT10M' }, deallocateOrder: { by: ['oldest', 'longest-idle'] } } }),
  () => ({ policy: { coolDown: 'PT10M', jitter: 'PT2M' } }),
  () => ({ policy: { haltOnTaskFailures: { tasks: 3, within: 'PT15M', for: 'PT20M' } } }),
];

/** Draws pools with schedules and policies of their own; the last one is only observed. */
export function drawPools(chance: Chance, count: number): readonly StormPool[] {
  return Array.from({ length: count }, (_, index) => drawPool(chance, `pool-${index}`, { index, count }));
}

interface Place {
  readonly index: number;
  readonly count: number;
}

function drawPool(chance: Chance, id: string, place: Place): StormPool {
  const size = chance.integer(3, 8);
  const min = chance.integer(0, size - 1);
  const max = chance.integer(min, size);
  const perHour = chance.integer(0, 1) === 0 ? undefined : chance.integer(2, 6);
  const trait = TRAITS[chance.integer(0, TRAITS.length - 1)]?.(chance) ?? { policy: {} };
  const budget = { deallocate: chance.integer(1, 3), start: chance.integer(1, 3), remove: chance.integer(1, 2) };
  const drawn = {
    ...{ id, size, min, perHour, budget, observes: place.index === place.count - 1, after: drawOrder(chance, place) },
    canary: chance.integer(1, size),
    ...{ keeps: trait.keeps, hurry: trait.hurry, properties: trait.properties ?? {} },
    // What others wait for stays on as long as they do.
    max: trait.isLoose === true || place.index === 0 ? undefined : max,
  };
  return { ...drawn, schedule: drawSchedule(chance, { ...drawn, max }), policy: drawPolicy(chance, drawn, trait) };
}

function drawOrder(chance: Chance, { index }: Place): StormPool['after'] {
  return index > 0 && chance.integer(0, 2) === 0 ? { pool: 'pool-0', ready: 1 } : undefined;
}

type Drawn = Omit<StormPool, 'schedule' | 'policy'>;

function drawSchedule(chance: Chance, { id, size, min, max }: Drawn): StormPool['schedule'] {
  return {
    id,
    timeZone: 'Etc/UTC',
    windows: [{ name: 'busy', cron: '0 * * * *', duration: `PT${WINDOW}M`, capacity: { min: size } }],
    outside: { min, max },
    ...(chance.integer(0, 1) === 1 && { exceptions: [{ calendar: 'holidays.ics', capacity: { max: 0 } }] }),
  };
}

function drawPolicy(chance: Chance, pool: Drawn, trait: Trait): StormPool['policy'] {
  const { id, canary, perHour, budget, observes, after } = pool;
  const hours = perHour === undefined ? {} : { deallocatePerHour: perHour, startPerHour: perHour };
  return {
    id,
    pools: [id],
    mode: observes ? 'observe' : 'enforce',
    schedules: [id],
    idle: { timeout: `PT${chance.integer(5, 40)}M`, keep: chance.integer(0, 1) },
    lead: { initial: 'PT6M', learn: true },
    canary: { share: canary },
    manual: 'revert',
    startFailure: { backOff: `PT${BACK_OFF}M`, ladder: ['other-node', 'reboot', 'reimage', 'tell'] },
    budget: { ...budget, ...hours },
    ...(after !== undefined && { dependsOn: [after] }),
    ...trait.policy,
  };
}
