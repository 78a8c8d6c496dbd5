import { Temporal } from 'temporal-polyfill';
import type { LeadPolicy } from '../policy/policy.ts';
import { rememberOf } from '../remember.ts';
import { describeDuration } from '../time/describe-duration.ts';
import { isLearned, type LeadTime, leadMilliseconds, leadTimeOf } from './lead-time.ts';
import { distributionOf, meanExcess } from './start-distribution.ts';

/**
 * So long may work that is known wait for its nodes, on average, in seconds. Tasks should hardly notice it; nodes that are ready
 * for every one of them would be idle for much longer.
 */
const HARDLY_S = 10;

/** How long before known work the starts of its nodes are made. Each goes for itself, and without a margin. */
export function knownLeadTimeOf(lead: LeadPolicy, startSeconds: readonly number[]): LeadTime {
  if (!isByMeanWait(lead, startSeconds)) return leadTimeOf(forEach(lead), startSeconds, 1);
  const length = Temporal.Duration.from({ milliseconds: knownLeadMilliseconds(lead, startSeconds) });
  const wait = `of ${startSeconds.length} starts, a wait of ${HARDLY_S} s on average`;
  return { length, because: `lead time ${describeDuration(length)}: ${wait}` };
}

/**
 * The length of that lead time in milliseconds: that of the share which the owner has set, else the one with which tasks wait
 * as long as they may on average.
 */
export function knownLeadMilliseconds(lead: LeadPolicy, startSeconds: readonly number[]): number {
  if (!isByMeanWait(lead, startSeconds)) return leadMilliseconds(forEach(lead), startSeconds, 1);
  return hardlyLate(startSeconds) * 1000;
}

/**
 * How many of some nodes are started now, `leadMs` before they are needed, if the others are started `laterMs` later: so many
 * that their tasks wait as long as they may on average, or as near as whole nodes come to it.
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

/** The shortest lead time, to the second, with which the mean wait is short enough. */
const hardlyLate = rememberOf((startSeconds: readonly number[]): number => {
  const starts = distributionOf(startSeconds);
  let [short, long] = [0, 1];
  while (meanExcess(starts, long) > HARDLY_S) [short, long] = [long, 2 * long];
  while (long - short > 1) {
    const middle = Math.ceil((short + long) / 2);
    if (meanExcess(starts, middle) > HARDLY_S) short = middle;
    else long = middle;
  }
  return long;
});
