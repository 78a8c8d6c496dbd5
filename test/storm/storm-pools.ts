import type { Chance } from '../../src/emulator/world/chance.ts';

/** A pool of the storm, and what it is promised. */
export interface StormPool {
  readonly id: string;
  readonly size: number;
  /** Outside its window; in it every node is wanted. */
  readonly min: number;
  readonly max: number;
  readonly perHour: number | undefined;
  /** Its policy only observes. */
  readonly observes: boolean;
  readonly schedule: object;
  readonly policy: object;
}

/** The first minutes of every hour. */
const WINDOW = 25;

/** How many nodes a pool must have ready at a minute of an hour, whichever of the clocks one goes by. */
export function minimumAt({ size, min }: StormPool, minute: number): number {
  return minute >= SKEW && minute < WINDOW - SKEW ? size : min;
}

/** And how many it may have at rest: in its window, and while it comes and goes, all of them. */
export function maximumAt({ size, max }: StormPool, minute: number): number {
  return minute > WINDOW + 15 && minute < 45 ? max : size;
}

/** Minutes by which clocks, and what goes by them, may differ. */
const SKEW = 3;

/** Draws pools with schedules and policies of their own. */
export function drawPools(chance: Chance, count: number): readonly StormPool[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `pool-${index}`;
    const size = chance.integer(2, 6);
    const min = chance.integer(0, size - 1);
    const max = chance.integer(min, size);
    const perHour = chance.integer(0, 1) === 0 ? undefined : chance.integer(2, 6);
    const observes = index === count - 1;
    return {
      ...{ id, size, min, max, perHour, observes },
      schedule: {
        id,
        timeZone: 'Etc/UTC',
        windows: [{ name: 'busy', cron: '0 * * * *', duration: `PT${WINDOW}M`, capacity: { min: size } }],
        outside: { min, max },
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
        budget: {
          deallocate: chance.integer(1, 3),
          start: chance.integer(1, 3),
          ...(perHour !== undefined && { deallocatePerHour: perHour, startPerHour: perHour }),
        },
      },
    };
  });
}
