import type { ForecastPrior } from './forecast-prior.ts';
import { type Chances, HORIZONS, LAST_HORIZON } from './horizons.ts';
import { ageOf, type LevelHistory, neededAt, quietOf } from './level-history.ts';

/**
 * Learns how soon a level of demand is needed again, from counts that decay over weeks. Levels are classified by the time since
 * they were needed, by their distance from the current need, and by the time since the last submission. A cell with few counts
 * is smoothed with the coarse cell without the submissions, and that one with a heavy tail. Mutated in place.
 */
export interface HazardTable {
  /** By cell and horizon: how often the level was needed within it. */
  readonly coarseHits: Float32Array;
  readonly fineHits: Float32Array;
  /** By cell: how often it was seen. */
  readonly coarseSeen: Float32Array;
  readonly fineSeen: Float32Array;
  /** The cell of each level in each of the last minutes, until its outcome is known; -1 means none. */
  readonly marks: Int16Array;
}

/** Bounds of the bins: a value belongs to the first bound that it does not exceed. */
const AGE_MINUTES: readonly number[] = [1, 2, 4, 7, 12, 20, 35, 60, 120, 240, 480, 1440, 4320, 10_080];
const LEVELS_ABOVE: readonly number[] = [1, 2, 4, 8, 16, 32, 64];
const QUIET_MINUTES: readonly number[] = [2, 10, 45, 180];

const QUIETS = QUIET_MINUTES.length + 1;
const DISTANCES = LEVELS_ABOVE.length + 1;
export const COARSE_CELLS = (AGE_MINUTES.length + 1) * DISTANCES;
export const FINE_CELLS = COARSE_CELLS * QUIETS;
const STEPS = HORIZONS.length;
/** For how many minutes the marks of a level are kept. */
export const MARKED_MINUTES = LAST_HORIZON + 1;

/** This many counts weigh as much as the coarser estimate. */
const COARSE_WEIGHT = 20;
const FINE_WEIGHT = 20;
/** The part of the counts that is left after a day: half after two weeks. */
const KEPT_A_DAY = 0.95;
const MINUTES_A_DAY = 1440;

/** A table without observations, for a pool of `levels` nodes; its coarse cells begin with the counts of a prior. */
export function newTable(levels: number, prior?: ForecastPrior): HazardTable {
  const coarseHits = new Float32Array(COARSE_CELLS * STEPS);
  const coarseSeen = new Float32Array(COARSE_CELLS);
  if (prior?.seen.length === COARSE_CELLS && prior.hits.length === coarseHits.length) {
    coarseSeen.set(prior.seen);
    coarseHits.set(prior.hits);
  }
  return {
    coarseHits,
    fineHits: new Float32Array(FINE_CELLS * STEPS),
    coarseSeen,
    fineSeen: new Float32Array(FINE_CELLS),
    marks: new Int16Array(MARKED_MINUTES * (levels + 1)).fill(-1),
  };
}

/** Learns from the 90 minutes up to the last minute of the history, and marks the current cells of its levels. */
export function learnTable(table: HazardTable, history: LevelHistory): void {
  if (history.minute % MINUTES_A_DAY === 0) fade(table);
  learnFrom(table, history, history.minute - LAST_HORIZON);
  markLevels(table, history);
}

/** Marks the current cells of the levels; may be repeated within the same minute. */
export function markLevels({ marks }: HazardTable, history: LevelHistory): void {
  const { levels, needed, minute } = history;
  const base = baseOf(minute, levels);
  const quiet = binOf(QUIET_MINUTES, quietOf(history).submission);
  marks.fill(-1, base, base + levels + 1);
  for (let level = needed + 1; level <= levels; level++) {
    const coarse = binOf(AGE_MINUTES, ageOf(history, level)) * DISTANCES + binOf(LEVELS_ABOVE, level - needed);
    marks[base + level] = coarse * QUIETS + quiet;
  }
}

/** Removes the marks: after a gap, the outcomes are not known. */
export function forgetMarks({ marks }: HazardTable): void {
  marks.fill(-1);
}

/** The chances that a level above the current need is needed within each horizon. */
export function tableChances(
  { marks, coarseHits, coarseSeen, fineHits, fineSeen }: HazardTable,
  history: LevelHistory,
  { level, into }: { readonly level: number; readonly into: Chances },
): void {
  const fine = Math.max(0, marks[baseOf(history.minute, history.levels) + level] ?? 0);
  const coarse = Math.floor(fine / QUIETS);
  const age = ageOf(history, level);
  let least = 0;
  for (let step = 0; step < STEPS; step++) {
    const horizon = HORIZONS[step] ?? 0;
    const tail = horizon / (horizon + age + 5);
    const rough = shrunk(coarseHits[coarse * STEPS + step], coarseSeen[coarse], { to: tail, weight: COARSE_WEIGHT });
    const chance = shrunk(fineHits[fine * STEPS + step], fineSeen[fine], { to: rough, weight: FINE_WEIGHT });
    least = Math.max(least, chance);
    into[step] = least;
  }
}

function shrunk(
  hits: number | undefined,
  seen: number | undefined,
  { to, weight }: { readonly to: number; readonly weight: number },
): number {
  return ((hits ?? 0) + weight * to) / ((seen ?? 0) + weight);
}

function learnFrom(table: HazardTable, history: LevelHistory, minute: number): void {
  const needed = minute < 0 ? -1 : neededAt(history, minute);
  if (needed < 0) return;
  const peaks = peaksAfter(history, minute);
  const base = baseOf(minute, history.levels);
  for (let level = needed + 1; level <= history.levels; level++) {
    const fine = table.marks[base + level] ?? -1;
    if (fine >= 0) count(table, fine, stepReached(peaks, level));
  }
}

/** The most nodes needed within each horizon after a minute. */
function peaksAfter(history: LevelHistory, minute: number): readonly number[] {
  let peak = -1;
  let ahead = 0;
  return HORIZONS.map((horizon) => {
    for (; ahead < horizon; ahead++) peak = Math.max(peak, neededAt(history, minute + ahead + 1));
    return peak;
  });
}

function stepReached(peaks: readonly number[], level: number): number {
  let step = STEPS;
  while (step > 0 && (peaks[step - 1] ?? -1) >= level) step--;
  return step;
}

function count({ coarseHits, coarseSeen, fineHits, fineSeen }: HazardTable, fine: number, reached: number): void {
  const coarse = Math.floor(fine / QUIETS);
  coarseSeen[coarse] = (coarseSeen[coarse] ?? 0) + 1;
  fineSeen[fine] = (fineSeen[fine] ?? 0) + 1;
  for (let step = reached; step < STEPS; step++) {
    coarseHits[coarse * STEPS + step] = (coarseHits[coarse * STEPS + step] ?? 0) + 1;
    fineHits[fine * STEPS + step] = (fineHits[fine * STEPS + step] ?? 0) + 1;
  }
}

function fade({ coarseHits, coarseSeen, fineHits, fineSeen }: HazardTable): void {
  for (const counts of [coarseHits, coarseSeen, fineHits, fineSeen]) {
    for (let index = 0; index < counts.length; index++) counts[index] = (counts[index] ?? 0) * KEPT_A_DAY;
  }
}

function baseOf(minute: number, levels: number): number {
  return (minute % MARKED_MINUTES) * (levels + 1);
}

function binOf(bounds: readonly number[], value: number): number {
  let bin = 0;
  while (bin < bounds.length && value > (bounds[bin] ?? 0)) bin++;
  return bin;
}
