import { rowName, type SavedResult } from './saved-results.ts';

/** How much a ratio may fall by chance: two runs on a quiet machine differ by a tenth. */
export const TOLERANCE = 0.15;

/** A row whose ratio to its floor or peer has fallen. */
export interface Fall {
  readonly row: string;
  readonly before: number;
  readonly now: number;
}

/** How one run differs from another. */
export interface Comparison {
  readonly compared: number;
  readonly falls: readonly Fall[];
  /** Rows of the benchmarks that were run which only one of the two has. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/**
 * Compares the ratios of a run with those of another: what the machine does is in both numbers of a ratio. A ratio has fallen
 * where it is smaller by more than the tolerance, a share of what it was.
 */
export function compareResults(
  before: readonly SavedResult[],
  now: readonly SavedResult[],
  tolerance = TOLERANCE,
): Comparison {
  const run = new Set(now.map(({ by }) => by));
  const earlier = new Map(before.filter(({ by }) => run.has(by)).map((result) => [rowName(result), result.ratio]));
  const present = new Map(now.map((result) => [rowName(result), result.ratio]));
  const both = [...present].flatMap(([row, ratio]) => {
    const then = earlier.get(row);
    return then === undefined ? [] : [{ row, before: then, now: ratio }];
  });
  return {
    compared: both.length,
    falls: both.filter((one) => one.now < one.before * (1 - tolerance)),
    added: [...present.keys()].filter((row) => !earlier.has(row)),
    gone: [...earlier.keys()].filter((row) => !present.has(row)),
  };
}

/** A comparison for people. */
export function comparisonText({ compared, falls, added, gone }: Comparison, tolerance = TOLERANCE): string {
  const lines = [
    ...falls.map(({ row, before, now }) => `fell: ${row}: ${before.toFixed(2)} → ${now.toFixed(2)} × as fast`),
    ...added.map((row) => `new: ${row}`),
    ...gone.map((row) => `gone: ${row}`),
    `${falls.length} of ${compared} ratios fell by more than ${(tolerance * 100).toFixed(0)} %.`,
  ];
  return `${lines.join('\n')}\n`;
}
