import { Temporal } from 'temporal-polyfill';
import type { LeadPolicy } from '../policy/policy.ts';
import { rememberOf } from '../remember.ts';
import { describeDuration } from '../time/describe-duration.ts';
import { isLearned, type LeadTime, LONGEST_S, leadMilliseconds, leadTimeOf } from './lead-time.ts';
import { distributionOf, meanExcess } from './start-distribution.ts';

/**
 * How long the tasks of known work may wait for their nodes, on average, in seconds. People hardly notice this wait; nodes that
 * are ready before every task would be idle for much longer.
 */
const HARDLY_S = 10;

/** How long before known work the starts of its nodes are made. Each node counts on its own, and there is no margin. */
export function knownLeadTimeOf(lead: LeadPolicy, startSeconds: readonly number[]): LeadTime {
  if (!isByMeanWait(lead, startSeconds)) return leadTimeOf(forEach(lead), startSeconds, 1);
  const length = Temporal.Duration.from({ milliseconds: knownLeadMilliseconds(lead, startSeconds) });
  const wait = `of ${startSeconds.length} starts, a wait of ${HARDLY_S} s on average`;
  return { length, because: `lead time ${describeDuration(length)}: ${wait}` };
}

/**
 * That lead time in milliseconds: by the quantile of the policy if it sets one; otherwise the one with which tasks wait as long
 * as they may on average.
 */
export function knownLeadMilliseconds(lead: LeadPolicy, startSeconds: readonly number[]): number {
  if (!isByMeanWait(lead, startSeconds)) return leadMilliseconds(forEach(lead), startSeconds, 1);
  return hardlyLate(startSeconds) * 1000;
}

/**
 * How many nodes are started now, `leadMs` before they are needed, if the others are started `laterMs` later: so many that
 * their tasks wait as long as they may on average, rounded to whole nodes.
 */
export function startedNow(
  { lead, startSeconds }: { readonly lead: LeadPolicy; readonly startSeconds: readonly number[] },
  { nodes, leadMs, laterMs }: { readonly nodes: number; readonly leadMs: number; readonly laterMs: number },
): number {
  if (!isByMeanWait(lead, startSeconds)) return leadMs <= leadMilliseconds(forEach(lead), startSeconds, 1) ? nodes : 0;
  const starts = distributionOf(startSeconds);
  const [now, later] = [leadMs, leadMs - laterMs].map((ms) => meanExcess(starts, ms / 1000));
  if (now === undefined || later === undefined || later <= HARDLY_S) return 0;
  return Math.round(nodes * Math.min(1, (later - HARDLY_S) / (later - now)));
}

function isByMeanWait(lead: LeadPolicy, startSeconds: readonly number[]): boolean {
  return lead.knownQuantile === undefined && isLearned(lead, startSeconds);
}

function forEach(lead: LeadPolicy): LeadPolicy {
  return { ...lead, margin: NO_MARGIN };
}

const NO_MARGIN = Temporal.Duration.from({ seconds: 0 });

/** The shortest lead time, in whole seconds, with which the mean wait is short enough, or with which every usual start is in time. */
const hardlyLate = rememberOf((startSeconds: readonly number[]): number => {
  const starts = distributionOf(startSeconds);
  let [short, long] = [0, 1];
  while (meanExcess(starts, long) > HARDLY_S) [short, long] = [long, 2 * long];
  while (long - short > 1) {
    const middle = Math.ceil((short + long) / 2);
    if (meanExcess(starts, middle) > HARDLY_S) short = middle;
    else long = middle;
  }
  return Math.min(long, Math.max(LONGEST_S, ...startSeconds.map(Math.ceil)));
});
