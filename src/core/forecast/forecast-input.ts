import type { ForecastSituation } from './forecast.ts';
import type { ForecastModel } from './forecast-model.ts';
import type { StartLatency } from './start-latency.ts';

/** The input of a pool's forecast, besides its nodes. The model includes the current minute. */
export interface ForecastInput
  extends Pick<ForecastSituation, 'needed' | 'waiting' | 'fresh' | 'stopMinutes' | 'tickMinutes'> {
  readonly model: ForecastModel;
  readonly latency: StartLatency;
}

/** What is known of the start times of a pool. */
export interface KnownTimes {
  /** Durations of the latest starts, in seconds. */
  readonly startSeconds: readonly number[];
  readonly spread: number | undefined;
  /** The assumed duration until starts were observed, in minutes. */
  readonly supposedMinutes: number;
}

/** The assumed duration counts as much as this many starts. */
const SUPPOSED_STARTS = 4;
const FASTEST_MINUTES = 0.25;

/** How long starts of a pool take: at first the assumed duration, then increasingly the observed ones. */
export function latencyOf({ startSeconds, spread, supposedMinutes }: KnownTimes): StartLatency {
  const seen = startSeconds.reduce((sum, seconds) => sum + seconds / 60, 0);
  const mean = (seen + supposedMinutes * SUPPOSED_STARTS) / (startSeconds.length + SUPPOSED_STARTS);
  return { meanMinutes: Math.max(FASTEST_MINUTES, mean), spread };
}
