import type { Chance } from '../../src/emulator/world/chance.ts';

/** A pool of the storm, and what it is promised. */
export interface StormPool {
  readonly id: string;
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly perHour: number | undefined;
  /** Its policy only observes. */
  readonly observes: boolean;
  readonly schedule: object;
  readonly policy: object;
}

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
      schedule: { id, timeZone: 'Etc/UTC', windows: [], outside: { min, max } },
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
