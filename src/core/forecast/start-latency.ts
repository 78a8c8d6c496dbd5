import { normalDeviate } from './normal.ts';

/** How long starts of a pool take, as far as it is known. */
export interface StartLatency {
  /** From the request until the node is ready, on average, in minutes. */
  readonly meanMinutes: number;
  /**
   * The standard deviation of the logarithm between nodes of one request; `undefined` until it is known. Only nodes of one
   * request that differ make it worthwhile to ask for more than are needed.
   */
  readonly spread: number | undefined;
}

const known = new Map<number, Map<number, number>>();
const MOST_KNOWN = 20_000;

/**
 * How many minutes of waiting all tasks together save if, beside `started` nodes for so many of them, one more is started: the
 * fastest take the tasks. Latencies are taken for lognormal, the mean of the i-th fastest of n by Blom's approximation
 * (G. Blom, Statistical Estimates and Transformed Beta-Variables, 1958). 0 where the spread is not known.
 */
export function minutesSavedByOneMore(
  { meanMinutes, spread }: StartLatency,
  { tasks, started }: { readonly tasks: number; readonly started: number },
): number {
  if (spread === undefined || spread <= 0 || tasks <= 0 || started < tasks) return 0;
  const median = meanMinutes * Math.exp((-spread * spread) / 2);
  const shape = shapeOf(spread);
  return median * (fastest(shape, tasks, started) - fastest(shape, tasks, started + 1));
}

interface Shape {
  readonly spread: number;
  readonly sums: Map<number, number>;
}

function shapeOf(exact: number): Shape {
  const spread = Math.round(exact * 200) / 200;
  let sums = known.get(spread);
  if (sums === undefined || sums.size > MOST_KNOWN) {
    sums = new Map();
    known.set(spread, sums);
  }
  return { spread, sums };
}

/** The expected sum of the fastest latencies out of some, in medians. */
function fastest({ spread, sums }: Shape, tasks: number, started: number): number {
  const key = tasks * 65_536 + started;
  const before = sums.get(key);
  if (before !== undefined) return before;
  let sum = 0;
  for (let rank = 1; rank <= tasks; rank++) {
    sum += Math.exp(spread * normalDeviate((rank - 0.375) / (started + 0.25)));
  }
  sums.set(key, sum);
  return sum;
}
