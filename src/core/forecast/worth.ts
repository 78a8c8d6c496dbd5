import { type Chances, HORIZONS } from './horizons.ts';

/** The cost of waiting, idling and starting, in minutes of a node that is on. */
export interface Costs {
  /** Of a minute in which one task waits. */
  readonly waitPrice: number;
  /** Of a start: the node is paid for, but cannot run tasks until it is ready. */
  readonly startMinutes: number;
  /** Of the deallocation after it. */
  readonly stopMinutes: number;
  /** How long a task waits if the start is made only when the task is there: the start, and half a tick. */
  readonly leadMinutes: number;
}

/**
 * Is it worth keeping a node on until its level is needed, for one of the horizons at most? Keeping costs the idle time. If the
 * level is needed within that time, it saves the restart and the wait for it.
 */
export function isWorthKeeping(chances: Chances, costs: Costs): boolean {
  const saved = costs.startMinutes + costs.stopMinutes + costs.waitPrice * costs.leadMinutes;
  let idle = 0;
  let chanceBefore = 0;
  let before = 0;
  for (let step = 0; step < HORIZONS.length; step++) {
    const horizon = HORIZONS[step] ?? 0;
    const chance = chances[step] ?? 0;
    idle += (horizon - before) * (1 - (chance + chanceBefore) / 2);
    if (chance * saved >= idle) return true;
    chanceBefore = chance;
    before = horizon;
  }
  return false;
}

/**
 * Is it worth starting a node before its level is needed, and deallocating it after one of the horizons? If the level is needed
 * within that time, this saves all or part of the wait, and costs the idle time; otherwise it costs a useless start. `bonus` is
 * the other value of the start, in the same minutes.
 */
export function isWorthStarting(chances: Chances, costs: Costs, bonus: number): boolean {
  const { waitPrice, startMinutes, stopMinutes, leadMinutes } = costs;
  let gain = bonus;
  let idle = 0;
  let chanceBefore = 0;
  let before = 0;
  for (let step = 0; step < HORIZONS.length; step++) {
    const horizon = HORIZONS[step] ?? 0;
    const chance = chances[step] ?? 0;
    const needed = chance - chanceBefore;
    const middle = (horizon + before) / 2;
    gain += needed * waitPrice * Math.min(leadMinutes, middle + leadMinutes - startMinutes);
    idle += needed * Math.max(0, middle - startMinutes);
    if (gain >= idle + (1 - chance) * (Math.max(horizon, startMinutes) + stopMinutes)) return true;
    chanceBefore = chance;
    before = horizon;
  }
  return false;
}
