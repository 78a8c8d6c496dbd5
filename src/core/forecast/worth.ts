import { type Chances, HORIZONS } from './horizons.ts';

/** What waiting, idling and starting cost, in minutes of a node that is on. */
export interface Costs {
  /** Of a minute in which one task waits. */
  readonly waitPrice: number;
  /** Of a start: the node is paid for, and does nothing until it is ready. */
  readonly startMinutes: number;
  /** Of the deallocation after it. */
  readonly stopMinutes: number;
  /** How long a task waits for a start that is made once it is there: the start, and half a tick. */
  readonly leadMinutes: number;
}

/**
 * Does it pay to keep a node on until its level is needed, at most for one of the horizons? It costs the idle time, and saves
 * the restart and the wait for it, where the level is needed in that time.
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
 * Does it pay to start a node before its level is needed, and to let it go again after one of the horizons? It saves the wait,
 * or what is left of it, where the level is needed in that time, and costs the idle time; and a start for nothing where it is
 * not. `bonus`: what the start is worth besides, in the same minutes.
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
