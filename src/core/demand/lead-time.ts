import { Temporal } from 'temporal-polyfill';
import type { LeadPolicy } from '../policy/policy.ts';
import { describeDuration } from '../time/describe-duration.ts';
import { millisecondsIn } from '../time/epoch.ts';
import { distributionOf, lognormalQuantile, seenQuantile } from './start-distribution.ts';

/** How long before it is needed a start is made, and where that is from. */
export interface LeadTime {
  readonly length: Temporal.Duration;
  /** As people read it: `lead time 6 min`, `lead time 5 min 10 s: 95 % of 20 starts, for 8 nodes together`. */
  readonly because: string;
}

/** So many recorded starts are enough to learn from: of fewer, the slowest says little about the next. */
export const ENOUGH_STARTS = 8;

/** The most starts that are remembered of a pool; older ones are forgotten, images and sizes change. */
export const REMEMBERED_STARTS = 60;

/**
 * The lead time for `together` nodes that must all be ready at one instant. It is learned from how long starts of the pool
 * took, in seconds: for each node to be in time with the probability q^(1/n), so that all n are with the probability q. It is
 * the larger of what was seen and of a lognormal distribution with the same mean and spread, as a few dozen starts do not
 * show the slowest of a hundred.
 */
export function leadTimeOf(policy: LeadPolicy, startSeconds: readonly number[], together: number): LeadTime {
  const length = Temporal.Duration.from({ milliseconds: leadMilliseconds(policy, startSeconds, together) });
  const because = `lead time ${describeDuration(length)}`;
  if (!isLearned(policy, startSeconds)) return { length, because };
  const share = Number((policy.quantile * 100).toFixed(1));
  const group = together <= 1 ? '' : `, for ${together} nodes together`;
  return { length, because: `${because}: ${share} % of ${startSeconds.length} starts${group}` };
}

/** The length of that lead time in milliseconds. It is asked for at every edge of a schedule, and its words at few. */
export function leadMilliseconds(policy: LeadPolicy, startSeconds: readonly number[], together: number): number {
  const margin = millisecondsIn(policy.margin);
  if (!isLearned(policy, startSeconds)) return millisecondsIn(policy.initial) + margin;
  const each = policy.quantile ** (1 / Math.max(1, together));
  const starts = distributionOf(startSeconds);
  const seconds = Math.max(seenQuantile(starts, each), lognormalQuantile(starts, each));
  return Math.ceil(seconds - ROUNDING) * 1000 + margin;
}

/** Have enough starts of the pool been seen, and does the policy go by them? */
export function isLearned({ learn }: LeadPolicy, startSeconds: readonly number[]): boolean {
  return learn && startSeconds.length >= ENOUGH_STARTS;
}

/** What exponentials and logarithms may be off by. */
const ROUNDING = 1e-6;

/** The smallest value that at least a share `q` of the values does not exceed. */
export function empiricalQuantile(values: readonly number[], q: number): number {
  return seenQuantile(distributionOf(values), q);
}
