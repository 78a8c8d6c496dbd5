import type { ForecastSituation } from './forecast.ts';
import type { ForecastModel } from './forecast-model.ts';
import type { StartLatency } from './start-latency.ts';

/** What a forecast of a pool goes by, beside its nodes. The model has seen the present minute. */
export interface ForecastInput
  extends Pick<ForecastSituation, 'needed' | 'waiting' | 'fresh' | 'stopMinutes' | 'tickMinutes'> {
  readonly model: ForecastModel;
  readonly latency: StartLatency;
}

/** What is known of the times of a pool. */
export interface KnownTimes {
  /** Of the last starts, in seconds. */
  readonly startSeconds: readonly number[];
  readonly spread: number | undefined;
  /** Supposed until starts were seen, in minutes. */
  readonly supposedMinutes: number;
}

/** What is supposed counts as much as so many starts. */
const SUPPOSED_STARTS = 4;
const FASTEST_MINUTES = 0.25;

/** How long starts of a pool take: what was supposed, and more and more what was seen. */
export function latencyOf({ startSeconds, spread, supposedMinutes }: KnownTimes): StartLatency {
  const seen = startSeconds.reduce((sum, seconds) => sum + seconds / 60, 0);
  const mean = (seen + supposedMinutes * SUPPOSED_STARTS) / (startSeconds.length + SUPPOSED_STARTS);
  return { meanMinutes: Math.max(FASTEST_MINUTES, mean), spread };
}
