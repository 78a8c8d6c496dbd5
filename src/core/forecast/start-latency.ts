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

/** Sums by spread, tasks and starts, for all pools and replays of the process. */
const known = new Map<number, number>();
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
  const steps = Math.round(spread * STEPS);
  return median * (fastest(steps, tasks, started) - fastest(steps, tasks, started + 1));
}

/** The spread is rounded to this part. */
const STEPS = 200;
/** No pool has as many nodes. */
const MOST_NODES = 65_536;

/** The expected sum of the fastest latencies, in medians. */
function fastest(steps: number, tasks: number, started: number): number {
  const key = (steps * MOST_NODES + tasks) * MOST_NODES + started;
  const before = known.get(key);
  if (before !== undefined) return before;
  let sum = 0;
  for (let rank = 1; rank <= tasks; rank++) {
    sum += Math.exp((steps / STEPS) * normalDeviate((rank - 0.375) / (started + 0.25)));
  }
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, sum);
  return sum;
}
