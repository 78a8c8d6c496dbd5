import { normalDeviate } from './normal.ts';

/** How long starts of a pool take, as far as known. */
export interface StartLatency {
  /** The mean from the request until the node is ready, in minutes. */
  readonly meanMinutes: number;
  /**
   * The standard deviation of the logarithm between nodes of one request; `undefined` until it is known. Only if these nodes
   * differ is it worth starting more than are needed.
   */
  readonly spread: number | undefined;
}

const known = new Map<number, Map<number, number>>();
const MOST_KNOWN = 20_000;

/**
 * How many minutes of waiting all tasks together save if one more node is started in addition to `started`: the fastest nodes
 * serve the tasks. Latencies are assumed to be lognormal; the mean of the i-th fastest of n is Blom's approximation (G. Blom,
 * Statistical Estimates and Transformed Beta-Variables, 1958). 0 if the spread is not known.
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

/** The expected sum of the fastest latencies, in medians. */
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
