/** How far ahead a forecast looks, in minutes: dense where a start is under way, sparse where only keeping a node is at stake. */
export const HORIZONS: readonly number[] = [1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90];

/** The farthest minute that a forecast speaks of. */
export const LAST_HORIZON = 90;

/** For each horizon the chance, from 0 to 1, that a level of demand is needed within it; never falling. */
export type Chances = Float64Array;

/** Room for the chances of one level. */
export function newChances(): Chances {
  return new Float64Array(HORIZONS.length);
}
