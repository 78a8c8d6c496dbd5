/** How far ahead a forecast looks, in minutes: dense for the duration of a start, sparse where only keeping a node matters. */
export const HORIZONS: readonly number[] = [1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90];

/** The farthest minute of a forecast. */
export const LAST_HORIZON = 90;

/** For each horizon the probability, from 0 to 1, that a level of demand is needed within it; never decreasing. */
export type Chances = Float64Array;

/** An array for the chances of one level. */
export function newChances(): Chances {
  return new Float64Array(HORIZONS.length);
}
