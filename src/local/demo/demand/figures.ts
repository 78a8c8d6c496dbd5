/** The figures of a recorded log: enough to generate similar demand, without its single jobs. */
export interface DemandFigures {
  readonly log: string;
  readonly source: string;
  /** The terms of use of the log, with its acknowledgement. */
  readonly terms: string;
  /** Mean number of jobs submitted in each hour of each weekday: `[0][8]` is Monday from 08:00, local time. */
  readonly jobsAnHour: readonly (readonly number[])[];
  /** Run times in seconds at the quantiles 0, 5 … 100 %. */
  readonly runtimeSeconds: readonly number[];
  /** Widths, as shares of the widest job, at the quantiles 0, 5 … 100 %. */
  readonly widthShare: readonly number[];
}

/** The value at a quantile from 0 to 1, interpolated linearly. */
export function atQuantile(quantiles: readonly number[], quantile: number): number {
  const place = quantile * (quantiles.length - 1);
  const below = quantiles[Math.floor(place)] ?? 0;
  const above = quantiles[Math.ceil(place)] ?? below;
  return below + (above - below) * (place % 1);
}

/** The mean of a distribution given by quantiles. */
export function meanOf(quantiles: readonly number[]): number {
  const steps = quantiles.slice(1).map((value, index) => (value + (quantiles[index] ?? value)) / 2);
  return steps.reduce((sum, value) => sum + value, 0) / steps.length;
}
