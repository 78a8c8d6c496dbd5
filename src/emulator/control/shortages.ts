import { SHORTAGE, toShortage } from '../inputs/start-fault-schema.ts';
import type { World } from '../world/world.ts';
import type { Control } from './control.ts';

/** GET shortages: when Azure has no capacity for a VM size. */
export const readShortages: Control = (world) => shown(world);

/** POST shortages: makes Azure run out of capacity for a VM size. */
export const addShortage: Control = (world, { body }) => {
  world.shortages = [...world.shortages, toShortage(SHORTAGE.parse(body), world.now)];
  return shown(world);
};

/** DELETE shortages: restores the capacity for all VM sizes. A pool that was refused nodes gets them with its next resize. */
export const clearShortages: Control = (world) => {
  world.shortages = [];
  return shown(world);
};

function shown({ shortages }: World) {
  return {
    shortages: shortages.map(({ from, until, ...shortage }) => ({
      ...shortage,
      ...(from !== undefined && { from: from.toString() }),
      ...(until !== undefined && { until: until.toString() }),
    })),
  };
}
