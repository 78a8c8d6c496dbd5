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
  /** Counts them so; cheaper than reading. */
  readonly count: (low: bigint, high: bigint, most: number) => Promise<number>;
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
 * is much; what a walk costs hangs on the rows that are taken from it.
 */
export async function* upward<Row>(range: Upward<Row>): AsyncGenerator<Stride<Row>> {
  const { low, high, width, most } = range;
  let from = low;
  let step = smaller(width, high - low);
  let isSteady = true;
  /** Below this there are known to be too many. */
  let crowd: bigint | undefined;
  while (from < high) {
    const to = smaller(from + step, high);
    const rows: readonly Row[] | undefined = await rowsOf(range, { from, to, isSteady });
    crowd = rows === undefined ? to : crowd;
    step = nextStep(step, { read: to - from, rows: rows?.length, most, left: (crowd ?? high * 2n) - to });
    isSteady = rows !== undefined && rows.length > 0;
    if (rows === undefined) continue;
    from = to;
    if (rows.length > 0) yield { rows, width: step };
  }
}

interface Step {
  readonly from: bigint;
  readonly to: bigint;
  /** Had the step before rows, but not too many? Then this one is not counted before it is read. */
  readonly isSteady: boolean;
}

/** The rows of a step; `undefined` if they are too many. */
async function rowsOf<Row>(
  { most, read, count }: Upward<Row>,
  { from, to, isSteady }: Step,
): Promise<readonly Row[] | undefined> {
  // What shares one number cannot be told apart by it.
  const allowed = to - from === 1n ? Number.MAX_SAFE_INTEGER : most;
  const counted = isSteady ? undefined : await count(from, to, most);
  if (counted === 0) return [];
  if (counted !== undefined && counted > allowed) return undefined;
  const rows = await read(from, to, allowed);
  return rows.length > allowed ? undefined : rows;
}

/** How full the next step should be if rows lie as close together as in this one: a few more than usual still fit. */
const AIM_PERCENT = 60n;

/** A step that was made. */
interface Made {
  readonly read: bigint;
  /** `undefined` where they were too many. */
  readonly rows: number | undefined;
  readonly most: number;
  /** Up to where there are known to be too many, if that lies ahead: where a gap ends at a crowd, its end is found by halves. */
  readonly left: bigint;
}

/** A step gets shorter where there were too many rows to be read, and else as long as it takes to be well filled. */
function nextStep(step: bigint, { read, rows, most, left }: Made): bigint {
  if (rows === undefined) return larger(read / SHORTER, 1n);
  if (rows === 0) return left > 1n ? smaller(step * LONGER, left / 2n) : step * LONGER;
  const filled = (read * BigInt(most) * AIM_PERCENT) / (BigInt(rows) * 100n);
  return larger(smaller(filled, step * LONGER), 1n);
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
