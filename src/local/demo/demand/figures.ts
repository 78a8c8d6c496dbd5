/** What was taken off a recorded log: enough to make demand like it, and nothing of its single jobs. */
export interface DemandFigures {
  readonly log: string;
  readonly source: string;
  /** On which terms the log may be used, with its acknowledgement. */
  readonly terms: string;
  /** Jobs submitted in each hour of each weekday, as a mean over the log: `[0][8]` is Monday from 08:00, local time. */
  readonly jobsAnHour: readonly (readonly number[])[];
  /** Run times in seconds at the quantiles 0, 5 … 100 %. */
  readonly runtimeSeconds: readonly number[];
  /** Widths, as shares of the widest job, at the quantiles 0, 5 … 100 %. */
  readonly widthShare: readonly number[];
}

/** The value at a quantile from 0 to 1, between two known ones in proportion. */
export function atQuantile(quantiles: readonly number[], quantile: number): number {
  const place = quantile * (quantiles.length - 1);
  const below = quantiles[Math.floor(place)] ?? 0;
  const above = quantiles[Math.ceil(place)] ?? below;
  return below + (above - below) * (place % 1);
}

/** The mean of what quantiles stand for. */
export function meanOf(quantiles: readonly number[]): number {
  const steps = quantiles.slice(1).map((value, index) => (value + (quantiles[index] ?? value)) / 2);
  return steps.reduce((sum, value) => sum + value, 0) / steps.length;
}
