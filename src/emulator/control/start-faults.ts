import { START_FAULT, toStartFault } from '../inputs/start-fault-schema.ts';
import type { StartFault } from '../world/start-fault.ts';
import type { World } from '../world/world.ts';
import type { Control } from './control.ts';

/** GET startfaults: the faults that are injected into starts of nodes. */
export const readStartFaults: Control = (world) => shown(world);

/**
 * POST startfaults: injects a fault into starts of nodes; of several that match a start, the one that was added first applies.
 */
export const addStartFault: Control = (world, { body }) => {
  world.startFaults.push(toStartFault(START_FAULT.parse(body), world.now));
  return shown(world);
};

/** DELETE startfaults: removes all faults of starts. Nodes that they have affected stay as they are. */
export const clearStartFaults: Control = (world) => {
  world.startFaults = [];
  return shown(world);
};

function shown({ startFaults }: World) {
  return { startFaults: startFaults.map(toView) };
}

function toView({ chance: _, from, until, recoversAfter, repaired, ...fault }: StartFault) {
  return {
    ...fault,
    ...(from !== undefined && { from: from.toString() }),
    ...(until !== undefined && { until: until.toString() }),
    ...(recoversAfter !== undefined && { recoversAfter: recoversAfter.toString() }),
    repaired: [...repaired],
  };
}
