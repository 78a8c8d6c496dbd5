/** A range of whole numbers that is read from its lower end. */
export interface Upward<Row> {
  /** Inclusive. */
  readonly low: bigint;
  /** Exclusive. */
  readonly high: bigint;
  /** How much of the range to read first. */
  readonly width: bigint;
  /** The most rows that are read in one step, except in a step of a single number. */
  readonly most: number;
  /** Reads the rows of a part of the range, in any order; if there are too many, `most` and one more are enough. */
  readonly read: (low: bigint, high: bigint, most: number) => Promise<readonly Row[]>;
  /** Reads only what identifies the rows, which is cheaper. */
  readonly glance: (low: bigint, high: bigint, most: number) => Promise<readonly Row[]>;
  /** Estimates the positions of the rows of a part, from its last ones; `undefined` if these are not enough. */
  readonly survey?: (rows: readonly Row[]) => Survey | undefined;
}

/** An estimate of where rows are. */
export interface Survey {
  /** The lowest position that was read. */
  readonly lowest: bigint;
  /** The distance between rows. */
  readonly apart: bigint;
  /** About how many rows come before it in the rest of the range. */
  readonly before: bigint;
}

/** Rows that were read together; at least one. */
export interface Stride<Row> {
  /** In the order in which they were read. */
  readonly rows: readonly Row[];
  /** How much of the range the next step would read; a later read from here should begin with it. */
  readonly width: bigint;
}

/** The factor by which a step shrinks if there are too many rows, and grows if there are few. */
const SHORTER = 16n;
const LONGER = 4n;

/**
 * Reads a range upward from a store that returns rows only downward: step by step, each a range read whose rows fit in memory.
 * Steps grow where there are few rows, so that a gap costs the logarithm of its length, and shrink where there are many. So the
 * cost depends on the rows that are taken. If the rows allow an estimate, the next step ends where the first of many rows
 * should end.
 */
export async function* upward<Row>(range: Upward<Row>): AsyncGenerator<Stride<Row>> {
  const { low, high, width, most, survey = () => undefined } = range;
  let from = low;
  let step: Step = { length: smaller(width, high - low), isSteady: true, isGuess: false };
  /** Below this position there are known to be too many rows. */
  let crowd: bigint | undefined;
  while (from < high) {
    const to = smaller(from + step.length, high);
    const made = { ...step, from, to };
    const { rows, fit } = await rowsOf(range, made);
    const lie = survey(rows);
    if (!fit) {
      crowd = to;
      step = stepIntoCrowd(made, lie, most);
      continue;
    }
    step = stepOn(made, { rows: rows.length, lie, most, left: (crowd ?? high * 2n) - to });
    from = to;
    if (rows.length > 0) yield { rows, width: step.length };
  }
}

interface Step {
  readonly length: bigint;
  /** Did the previous step have rows, but not too many? Then this one is read without a glance. */
  readonly isSteady: boolean;
  /** Does it end at an estimated position? */
  readonly isGuess: boolean;
}

/** A step that was read. */
interface Made extends Step {
  readonly from: bigint;
  readonly to: bigint;
}

interface Found<Row> {
  readonly rows: readonly Row[];
  /** Are these all rows? Otherwise there are too many. */
  readonly fit: boolean;
}

async function rowsOf<Row>({ most, read, glance }: Upward<Row>, { from, to, ...step }: Made): Promise<Found<Row>> {
  // Rows at the same number cannot be divided further.
  const allowed = to - from === 1n ? Number.MAX_SAFE_INTEGER : most;
  if (!step.isSteady && !step.isGuess) {
    const glanced = await glance(from, to, most);
    if (glanced.length === 0) return { rows: [], fit: true };
    if (glanced.length > allowed) return { rows: glanced, fit: false };
  }
  const rows = await read(from, to, allowed);
  return { rows, fit: rows.length <= allowed };
}

/** How full the next step should be at the same density; a few more rows than usual still fit. */
const AIM_PERCENT = 60n;

function aimOf(most: number): bigint {
  return larger((BigInt(most) * AIM_PERCENT) / 100n, 1n);
}

/**
 * After too many rows: a step to the estimated end of the first of them, or a much shorter one if there is no estimate, or if
 * it was wrong.
 */
function stepIntoCrowd({ from, to, isGuess }: Made, lie: Survey | undefined, most: number): Step {
  const end = lie === undefined || isGuess ? from : lie.lowest - (lie.before - aimOf(most)) * lie.apart;
  if (end > from && end < to) return { length: end - from, isSteady: false, isGuess: true };
  return { length: larger((to - from) / SHORTER, 1n), isSteady: false, isGuess: false };
}

/** The result of a step. */
interface Passed {
  readonly rows: number;
  readonly lie: Survey | undefined;
  readonly most: number;
  /**
   * The position up to which there are known to be too many rows, if it is ahead: where a gap ends at many rows, its end is
   * found by halving.
   */
  readonly left: bigint;
}

/** After rows, a step of a length that should be well filled; in a gap, a longer one. */
function stepOn({ from, to, length, isGuess }: Made, { rows, lie, most, left }: Passed): Step {
  const longer = length * LONGER;
  if (rows === 0) return { length: left > 1n ? smaller(longer, left / 2n) : longer, isSteady: false, isGuess: false };
  // A guess that also went over a gap says too little about what follows.
  const isEven = !isGuess || lie === undefined;
  const filled = isEven
    ? ((to - from) * aimOf(most)) / BigInt(rows)
    : larger(lie.apart * aimOf(most), (to - from) / (SHORTER * SHORTER));
  return { length: larger(smaller(filled, longer), 1n), isSteady: true, isGuess: false };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
