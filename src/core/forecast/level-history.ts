/**
 * The history of a pool's demand. Level l is needed while the waiting and running work needs l nodes or more. The history
 * exists as long as its pool, and is mutated in place because it is updated every minute.
 */
export interface LevelHistory {
  /** The number of nodes of the pool, which is the highest level. */
  readonly levels: number;
  /** The last observed minute, since the epoch; -1 before the first. */
  minute: number;
  /** Nodes needed in that minute. */
  needed: number;
  /** Nodes needed in each of the last minutes, at the index minute modulo length; -1 means not known. */
  readonly recent: Int32Array;
  /** When each level was last needed, in minutes since the epoch. */
  readonly lastNeeded: Float64Array;
  lastSubmission: number;
  lastEnd: number;
  /** The share of minutes with a submission, over about a quarter of an hour, two hours and a day. */
  readonly activity: Float64Array;
  /** Sizes of the latest submissions in nodes, the newest last. */
  sizes: readonly number[];
  /** For each number of nodes, the share of the last 20, and of the last 200, submissions that were at least as large. */
  readonly sizeOf20: Float64Array;
  readonly sizeOf200: Float64Array;
}

/** One minute of demand. */
export interface SeenMinute {
  /** Since the epoch. */
  readonly minute: number;
  /** Nodes that waiting and running work needs. */
  readonly needed: number;
  /** Nodes that the work submitted since the previous minute needs. */
  readonly submittedNodes: number;
  /** Tasks that have ended since the previous minute. */
  readonly ended: number;
}

/** How many minutes are kept: more than the last horizon, and a power of two. */
export const RECENT = 128;

/** A larger age, in minutes, makes no difference. */
const OLDEST = 20_000;
const SPANS = [15, 120, 1440] as const;
const SIZES = 200;

/** The history of a pool of `levels` nodes that was never observed. */
export function newHistory(levels: number): LevelHistory {
  return {
    levels,
    minute: -1,
    needed: 0,
    recent: new Int32Array(RECENT).fill(-1),
    lastNeeded: new Float64Array(levels + 1).fill(Number.NEGATIVE_INFINITY),
    lastSubmission: Number.NEGATIVE_INFINITY,
    lastEnd: Number.NEGATIVE_INFINITY,
    activity: new Float64Array(SPANS.length),
    sizes: [],
    sizeOf20: new Float64Array(levels + 2),
    sizeOf200: new Float64Array(levels + 2),
  };
}

/** Minutes since a level was last needed, at most two weeks. */
export function ageOf({ minute, lastNeeded }: LevelHistory, level: number): number {
  return Math.min(OLDEST, minute - (lastNeeded[level] ?? Number.NEGATIVE_INFINITY));
}

/** Minutes since the last submission, and since the last end, at most two weeks. */
export function quietOf({ minute, lastSubmission, lastEnd }: LevelHistory): {
  readonly submission: number;
  readonly end: number;
} {
  return { submission: Math.min(OLDEST, minute - lastSubmission), end: Math.min(OLDEST, minute - lastEnd) };
}

/** Nodes needed in one of the last minutes; -1 if not known. */
export function neededAt({ recent }: LevelHistory, minute: number): number {
  return recent[minute % RECENT] ?? -1;
}

/** Adds the next minute, which must directly follow the last one, or be the first. */
export function addMinute(history: LevelHistory, seen: SeenMinute): void {
  history.minute = seen.minute;
  history.recent[seen.minute % RECENT] = seen.needed;
  for (const [index, span] of SPANS.entries()) {
    const share = (history.activity[index] ?? 0) * (1 - 1 / span);
    history.activity[index] = seen.submittedNodes > 0 ? share + 1 / span : share;
  }
  if (seen.submittedNodes > 0) addSubmission(history, seen);
  if (seen.ended > 0) history.lastEnd = seen.minute;
  markNeeded(history, seen.needed);
}

/** Updates the last minute with a later look. */
export function raiseMinute(history: LevelHistory, needed: number): void {
  const index = history.minute % RECENT;
  history.recent[index] = Math.max(history.recent[index] ?? -1, needed);
  markNeeded(history, needed);
}

/** Counts levels as needed now, because it is not known that they were not. */
export function supposeNeeded(history: LevelHistory, levels: number): void {
  for (let level = 1; level <= Math.min(levels, history.levels); level++) history.lastNeeded[level] = history.minute;
}

function markNeeded(history: LevelHistory, needed: number): void {
  history.needed = needed;
  supposeNeeded(history, needed);
}

function addSubmission(history: LevelHistory, { minute, submittedNodes }: SeenMinute): void {
  history.lastSubmission = minute;
  history.sizes = [...history.sizes, Math.min(history.levels, submittedNodes)].slice(-SIZES);
  shareAtLeast(history.sizes.slice(-20), history.sizeOf20);
  shareAtLeast(history.sizes, history.sizeOf200);
}

/** Updates the shares of submissions from the sizes. */
export function shareAtLeast(sizes: readonly number[], shares: Float64Array): void {
  shares.fill(0);
  for (const size of sizes) shares[size] = (shares[size] ?? 0) + 1 / sizes.length;
  for (let size = shares.length - 2; size >= 0; size--) shares[size] = (shares[size] ?? 0) + (shares[size + 1] ?? 0);
}
