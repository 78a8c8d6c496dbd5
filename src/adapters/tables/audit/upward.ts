/** A range of whole numbers that is walked from its lower end. */
export interface Upward<Row> {
  /** Inclusive. */
  readonly low: bigint;
  /** Exclusive. */
  readonly high: bigint;
  /** How much of the range to ask for first. */
  readonly width: bigint;
  /** The most rows that are read for one step, except for a step of a single number. */
  readonly most: number;
  /** Reads the rows of a part of the range, in any order; `most` and one more are enough where there are too many. */
  readonly read: (low: bigint, high: bigint, most: number) => Promise<readonly Row[]>;
  /** Reads as much of them as tells them apart; cheaper than reading. */
  readonly glance: (low: bigint, high: bigint, most: number) => Promise<readonly Row[]>;
  /** How the rows of a part lie, by the last of them; `undefined` where these do not tell. */
  readonly survey?: (rows: readonly Row[]) => Survey | undefined;
}

/** How rows lie. */
export interface Survey {
  /** Where the lowest lies that was read. */
  readonly lowest: bigint;
  /** How far they lie apart. */
  readonly apart: bigint;
  /** About how many lie before it in what is still to be walked. */
  readonly before: bigint;
}

/** Rows that were read together, of which there is at least one. */
export interface Stride<Row> {
  /** In the order in which they were read. */
  readonly rows: readonly Row[];
  /** How much of the range the walk asks for next: one that goes on from here later does well to begin with it. */
  readonly width: bigint;
}

/** By how much a step gets shorter where there are too many rows, and longer where there are few. */
const SHORTER = 16n;
const LONGER = 4n;

/**
 * Walks a range upward whose rows a store gives only downward: step by step, each a range read, as long as the rows of it
 * fit in memory. Steps grow where there is little, so that a gap costs the logarithm of its length, and shrink where there
 * is much; what a walk costs hangs on the rows that are taken from it. Where rows tell how they lie, the walk goes to where
 * the first of a crowd ought to be.
 */
export async function* upward<Row>(range: Upward<Row>): AsyncGenerator<Stride<Row>> {
  const { low, high, width, most, survey = () => undefined } = range;
  let from = low;
  let step: Step = { length: smaller(width, high - low), isSteady: true, isGuess: false };
  /** Below this there are known to be too many. */
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
  /** Had the step before rows, but not too many? Then this one is not glanced at before it is read. */
  readonly isSteady: boolean;
  /** Does it end where the first rows of a crowd ought to end? */
  readonly isGuess: boolean;
}

/** A step from one end of what it reads to the other. */
interface Made extends Step {
  readonly from: bigint;
  readonly to: bigint;
}

interface Found<Row> {
  readonly rows: readonly Row[];
  /** Are these all? Otherwise they are too many. */
  readonly fit: boolean;
}

async function rowsOf<Row>({ most, read, glance }: Upward<Row>, { from, to, ...step }: Made): Promise<Found<Row>> {
  // What shares one number cannot be told apart by it.
  const allowed = to - from === 1n ? Number.MAX_SAFE_INTEGER : most;
  if (!step.isSteady && !step.isGuess) {
    const glanced = await glance(from, to, most);
    if (glanced.length === 0) return { rows: [], fit: true };
    if (glanced.length > allowed) return { rows: glanced, fit: false };
  }
  const rows = await read(from, to, allowed);
  return { rows, fit: rows.length <= allowed };
}

/** How full the next step should be if rows lie as close together as in this one: a few more than usual still fit. */
const AIM_PERCENT = 60n;

function aimOf(most: number): bigint {
  return larger((BigInt(most) * AIM_PERCENT) / 100n, 1n);
}

/** Where there are too many: to where the first of them ought to end, or a good deal shorter where nobody knows or that was wrong. */
function stepIntoCrowd({ from, to, isGuess }: Made, lie: Survey | undefined, most: number): Step {
  const end = lie === undefined || isGuess ? from : lie.lowest - (lie.before - aimOf(most)) * lie.apart;
  if (end > from && end < to) return { length: end - from, isSteady: false, isGuess: true };
  return { length: larger((to - from) / SHORTER, 1n), isSteady: false, isGuess: false };
}

/** What a step that was made has found. */
interface Passed {
  readonly rows: number;
  readonly lie: Survey | undefined;
  readonly most: number;
  /** Up to where there are known to be too many, if that lies ahead: where a gap ends at a crowd, its end is found by halves. */
  readonly left: bigint;
}

/** After rows, as long as it takes to be well filled; in a gap, longer. */
function stepOn({ from, to, length, isGuess }: Made, { rows, lie, most, left }: Passed): Step {
  const longer = length * LONGER;
  if (rows === 0) return { length: left > 1n ? smaller(longer, left / 2n) : longer, isSteady: false, isGuess: false };
  // A guess that went over a gap as well says too little of what lies behind it.
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
