import type { TaskLoad } from './task-load.ts';

/** Task slots that are asked for in a pool. */
export interface SlotDemand {
  /** Of tasks that would run at once if there were nodes. */
  readonly waitingSlots: number;
  /** Of tasks that run. */
  readonly runningSlots: number;
  /** The same slots once more, by tasks that are alike: each of a load is taken to want as many slots as the next. */
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
