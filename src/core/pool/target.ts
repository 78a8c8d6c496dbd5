import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../policy/policy.ts';
import { capacityAhead, type ResolvedCapacity } from '../schedule/capacity-at.ts';
import type { Timeline } from '../schedule/timeline.ts';
import { describeDuration } from '../time/describe-duration.ts';
import { isBefore } from '../time/instants.ts';

/** How far apart evaluations are: what the next one would be too late for is for this one. */
export const TICK = Temporal.Duration.from({ minutes: 1 });

/** The capacity that a pool must be brought to now, so that it is there when it is needed. */
export interface Target extends ResolvedCapacity {
  /** The minimum as people read it: who asks for it, and when it is needed if that is still to come. */
  readonly minBecause: string;
  readonly maxBecause: string;
}

/** How long before nodes are needed their start is made: the policy's fixed lead time and its margin. */
export function leadTime(policy: Policy): Temporal.Duration {
  return policy.lead.initial.add(policy.lead.margin);
}

/** How far ahead an evaluation looks: the lead time, and one tick more, because the next tick would start too late. */
export function lookahead(policy: Policy): Temporal.Duration {
  return leadTime(policy).add(TICK);
}

/** What the schedules of a policy ask of a pool of `poolSize` nodes between `now` and the end of the lookahead. */
export function targetOf(
  policy: Policy,
  timelines: readonly Timeline[],
  { now, poolSize }: { readonly now: Temporal.Instant; readonly poolSize: number },
): Target {
  const ahead = capacityAhead(timelines, { from: now, until: now.add(lookahead(policy)) }, poolSize);
  const asker = ahead.because.join(' and ') || 'no schedule';
  const minBecause = isBefore(now, ahead.neededAt)
    ? `${ahead.min} must be ready at ${ahead.neededAt} (${asker}), lead time ${describeDuration(leadTime(policy))}`
    : `${ahead.min} must be ready (${asker})`;
  return { ...ahead, minBecause, maxBecause: `at most ${ahead.max} may be allocated (${asker})` };
}
