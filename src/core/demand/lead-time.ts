import { Temporal } from 'temporal-polyfill';
import type { LeadPolicy } from '../policy/policy.ts';
import { START_DEADLINE } from '../pool/start-deadline.ts';
import { describeDuration } from '../time/describe-duration.ts';
import { millisecondsIn } from '../time/epoch.ts';
import { distributionOf, lognormalQuantile, seenQuantile } from './start-distribution.ts';

/** How long before the need a start is made, and the reason. */
export interface LeadTime {
  readonly length: Temporal.Duration;
  /** In words: `lead time 6 min`, `lead time 5 min 10 s: 95 % of 20 starts, for 8 nodes together`. */
  readonly because: string;
}

/** The fewest recorded starts to learn from: the slowest of fewer says little about the next one. */
export const ENOUGH_STARTS = 8;

/** The most starts that are remembered of a pool. Older ones are dropped, because images and sizes change. */
export const REMEMBERED_STARTS = 60;

/**
 * The lead time for `together` nodes that must all be ready at one instant. It is learned from the durations of earlier starts,
 * in seconds. With the probability q, all n nodes are in time if each is with the probability q^(1/n). The lead time is the
 * larger of the observed quantile and that of a lognormal distribution with the same mean and spread, because a few dozen
 * starts do not include the slowest of a hundred. If starts are either fast or slow, that distribution has durations of hours,
 * so it counts up to the time after which a start has failed.
 */
export function leadTimeOf(policy: LeadPolicy, startSeconds: readonly number[], together: number): LeadTime {
  const length = Temporal.Duration.from({ milliseconds: leadMilliseconds(policy, startSeconds, together) });
  const because = `lead time ${describeDuration(length)}`;
  if (!isLearned(policy, startSeconds)) return { length, because };
  const share = Number((policy.quantile * 100).toFixed(1));
  const group = together <= 1 ? '' : `, for ${together} nodes together`;
  return { length, because: `${because}: ${share} % of ${startSeconds.length} starts${group}` };
}

/** That lead time in milliseconds. It is computed at every edge of a schedule, but its words only at few. */
export function leadMilliseconds(policy: LeadPolicy, startSeconds: readonly number[], together: number): number {
  const margin = millisecondsIn(policy.margin);
  if (!isLearned(policy, startSeconds)) return millisecondsIn(policy.initial) + margin;
  const each = policy.quantile ** (1 / Math.max(1, together));
  const starts = distributionOf(startSeconds);
  const seconds = Math.max(seenQuantile(starts, each), Math.min(LONGEST_S, lognormalQuantile(starts, each)));
  return Math.ceil(seconds - ROUNDING) * 1000 + margin;
}

/** No start that succeeds is expected to take longer than this, in seconds. */
export const LONGEST_S = START_DEADLINE.total('seconds');

/** Are there enough starts to learn from, and does the policy allow it? */
export function isLearned({ learn }: LeadPolicy, startSeconds: readonly number[]): boolean {
  return learn && startSeconds.length >= ENOUGH_STARTS;
}

/** The rounding error of exponentials and logarithms. */
const ROUNDING = 1e-6;

/** The smallest value that at least a share `q` of the values does not exceed. */
export function empiricalQuantile(values: readonly number[], q: number): number {
  return seenQuantile(distributionOf(values), q);
}
