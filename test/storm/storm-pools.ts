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
  return Array.from({ length: count }, (_, index) => drawPool(chance, `pool-${index}`, index === count - 1));
}

function drawPool(chance: Chance, id: string, observes: boolean): StormPool {
  const size = chance.integer(2, 6);
  const min = chance.integer(0, size - 1);
  const max = chance.integer(min, size);
  const perHour = chance.integer(0, 1) === 0 ? undefined : chance.integer(2, 6);
  const trait = TRAITS[chance.integer(0, TRAITS.length - 1)]?.(chance) ?? { policy: {} };
  return {
    ...{ id, size, min, max: trait.isLoose === true ? undefined : max, perHour, observes },
    properties: trait.properties ?? {},
    schedule: {
      id,
      timeZone: 'Etc/UTC',
      windows: [{ name: 'busy', cron: '0 * * * *', duration: `PT${WINDOW}M`, capacity: { min: size } }],
      outside: { min, max },
      ...(chance.integer(0, 1) === 1 && { exceptions: [{ calendar: 'holidays.ics', capacity: { max: 0 } }] }),
    },
    policy: {
      id,
      pools: [id],
      mode: observes ? 'observe' : 'enforce',
      schedules: [id],
      idle: { timeout: `PT${chance.integer(5, 40)}M`, keep: chance.integer(0, 1) },
      lead: { initial: 'PT6M', learn: true },
      canary: { share: chance.integer(1, size) },
      manual: 'revert',
      startFailure: { backOff: `PT${BACK_OFF}M`, ladder: ['other-node', 'reboot', 'reimage', 'tell'] },
      budget: {
        deallocate: chance.integer(1, 3),
        start: chance.integer(1, 3),
        ...(perHour !== undefined && { deallocatePerHour: perHour, startPerHour: perHour }),
      },
      ...trait.policy,
    },
  };
}
