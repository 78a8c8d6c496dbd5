import type { TaskLoad } from './task-load.ts';

/** The task slots that a pool needs. */
export interface SlotDemand {
  /** Slots of tasks that would run at once if there were nodes. */
  readonly waitingSlots: number;
  /** Slots of running tasks. */
  readonly runningSlots: number;
  /** The same slots, grouped by equal tasks: all tasks of a load need the same number of slots. */
  readonly loads: readonly TaskLoad[];
}

/** The demand of some loads of waiting and of running tasks. */
export function slotDemand(waiting: readonly TaskLoad[], running: readonly TaskLoad[]): SlotDemand {
  return {
    waitingSlots: slotsOf(waiting),
    runningSlots: slotsOf(running),
    loads: [...waiting, ...running].filter(({ tasks }) => tasks > 0),
  };
}

function slotsOf(loads: readonly TaskLoad[]): number {
  return loads.reduce((sum, { slots }) => sum + slots, 0);
}
