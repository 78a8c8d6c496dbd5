import { rememberOf } from '../remember.ts';

/** Sorted durations, with the mean and the standard deviation of their logarithms. */
export interface StartDistribution {
  readonly sorted: readonly number[];
  readonly mean: number;
  readonly deviation: number;
}

/** The distribution of start durations, in seconds. */
export const distributionOf = rememberOf((seconds: readonly number[]): StartDistribution => {
  const logs = seconds.map((value) => Math.log(Math.max(value, 1)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / Math.max(1, logs.length - 1);
  return { sorted: seconds.toSorted((a, b) => a - b), mean, deviation: Math.sqrt(variance) };
});

/** The smallest duration that at least a share `q` of them does not exceed. */
export function seenQuantile({ sorted }: StartDistribution, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? 0;
}

/** The same quantile of a lognormal distribution with that mean and deviation. */
export function lognormalQuantile({ mean, deviation }: StartDistribution, q: number): number {
  return Math.exp(mean + deviation * normalQuantile(q));
}

/**
 * The mean of max(0, duration - `seconds`) over all starts: how long a task waits, on average, for a node that is started that
 * many seconds before. It is the larger of the observed value and that of the lognormal distribution.
 */
export function meanExcess(starts: StartDistribution, seconds: number): number {
  const { sorted, mean, deviation } = starts;
  const seen = sorted.reduce((sum, value) => sum + Math.max(0, value - seconds), 0) / Math.max(1, sorted.length);
  if (seconds <= 0 || deviation < LEAST_DEVIATION) return seen;
  const over = (mean - Math.log(seconds)) / deviation;
  const all = Math.exp(mean + deviation ** 2 / 2);
  return Math.max(seen, all * normalShare(over + deviation) - seconds * normalShare(over));
}

const LEAST_DEVIATION = 1e-6;

/**
 * The standard normal deviate that a share `q` does not exceed, to about 5 in 10,000; `q` from 0.5 up to 1.
 * Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23.
 */
function normalQuantile(q: number): number {
  if (q < 0.5) return -normalQuantile(1 - q);
  const t = Math.sqrt(-2 * Math.log(Math.max(1 - q, 1e-9)));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t ** 2) / (1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3);
}

/** The share of standard normal deviates below `x`, to about 1 in 100,000. The same book, 26.2.16. */
function normalShare(x: number): number {
  if (x < 0) return 1 - normalShare(-x);
  const t = 1 / (1 + 0.33267 * x);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return 1 - density * (0.4361836 * t - 0.1201676 * t ** 2 + 0.937298 * t ** 3);
}
