import { Temporal } from 'temporal-polyfill';
import type { Chance } from './chance.ts';
import { LONGEST_MILLISECONDS } from './time-limits.ts';

/** A duration: lognormal around a median; with `sigma` 0 it is always the median. */
export interface Latency {
  readonly median: Temporal.Duration;
  readonly sigma: number;
}

/** How long the steps in the life of a node take. */
export interface Latencies {
  /** From the request for a pool until its machines are obtained: `creating` until `starting`. */
  readonly create: Latency;
  /** From `starting` until the node can run tasks, or its start task begins. */
  readonly start: Latency;
  /** From `deallocating` until `deallocated`. */
  readonly deallocate: Latency;
  /**
   * From `disabling`, `enabling`, `terminating` or `deleting` until it is done, once no task of the job runs any more; and from
   * the creation of a job that ends with its tasks until it ends because it has none.
   */
  readonly job: Latency;
  /** From the boot of a machine until its extensions are installed. */
  readonly extension: Latency;
  /** How long a node is `upgradingos`. */
  readonly upgrade: Latency;
  /** From `rebooting` until `starting`. */
  readonly reboot: Latency;
  /** From `reimaging` until `starting`. */
  readonly reimage: Latency;
  /** How long a pool is `stopping` if no node is leaving it. */
  readonly stop: Latency;
}

// assumed: the service documents none of these. Three minutes is the order of magnitude that users of Batch and Kubernetes on Azure report.
export const DEFAULT_LATENCIES: Latencies = {
  create: { median: Temporal.Duration.from({ minutes: 1 }), sigma: 0.2 },
  start: { median: Temporal.Duration.from({ minutes: 3 }), sigma: 0.3 },
  deallocate: { median: Temporal.Duration.from({ minutes: 1 }), sigma: 0 },
  job: { median: Temporal.Duration.from({ seconds: 2 }), sigma: 0 },
  extension: { median: Temporal.Duration.from({ seconds: 45 }), sigma: 0 },
  upgrade: { median: Temporal.Duration.from({ minutes: 6 }), sigma: 0 },
  reboot: { median: Temporal.Duration.from({ minutes: 1 }), sigma: 0 },
  reimage: { median: Temporal.Duration.from({ minutes: 2 }), sigma: 0 },
  stop: { median: Temporal.Duration.from({ seconds: 10 }), sigma: 0 },
};

/** Draws one duration, to the millisecond; at most `LONGEST_MILLISECONDS`. */
export function drawLatency({ median, sigma }: Latency, chance: Chance): Temporal.Duration {
  const milliseconds = median.total('milliseconds') * (sigma === 0 ? 1 : Math.exp(sigma * chance.normal()));
  return Temporal.Duration.from({ milliseconds: Math.min(Math.round(milliseconds), LONGEST_MILLISECONDS) });
}
