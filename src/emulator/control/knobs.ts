import * as z from 'zod';
import type { Control } from './control.ts';

const CHANGE = z.strictObject({
  drainingState: z.enum(['deallocating', 'running']).optional(),
  nodeCountsPageSize: z.int().min(1).max(1000).optional(),
});

/** GET knobs: what the emulator does where the service's way is not established. */
export const readKnobs: Control = (world) => world.knobs;

/** PUT knobs: changes those that are named. */
export const setKnobs: Control = (world, { body }) => {
  const { drainingState, nodeCountsPageSize } = CHANGE.parse(body);
  world.knobs = {
    drainingState: drainingState ?? world.knobs.drainingState,
    nodeCountsPageSize: nodeCountsPageSize ?? world.knobs.nodeCountsPageSize,
  };
  return world.knobs;
};
