import type { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../../demand/announcement.ts';
import type { Override } from '../../override/override.ts';
import type { Policy } from '../../policy/policy.ts';
import type { PoolFacts } from '../../pool/snapshot.ts';
import type { Timeline } from '../../schedule/timeline.ts';

/** Everything that requests capacity of a pool at known times. */
export interface CapacityRequests {
  readonly timelines: readonly Timeline[];
  readonly override: Override | undefined;
  readonly announcements: readonly Announcement[];
}

/** What the capacity that a pool needs at an instant is found from. */
export interface CapacityInput extends CapacityRequests {
  readonly pool: { readonly facts: Pick<PoolFacts, 'taskSlotsPerNode'> };
  readonly policy: Pick<Policy, 'demand'>;
}

/** Nodes that a rule needs beyond the capacity that is set. The maximum that is set limits them, and so does the pool's size. */
export interface NodeNeed {
  /** So many must be ready: they are started. */
  readonly start: number;
  /** So many that are ready stay; at least `start`. */
  readonly keep: number;
  /** Why, as people read it, one reason an item. */
  readonly because: readonly string[];
  /** Is each of them to be in time with the share of the policy, and not all of them together? */
  readonly isEach?: boolean;
  /** Are they needed on top of what everything else asks for? */
  readonly isExtra?: boolean;
}

/** The capacity that a pool is brought to now, so that it is there when it is needed. */
export interface Target<Name extends string = string> {
  readonly min: number;
  /** So many ready nodes stay; more than `min` where there may be more work than is known for certain. */
  readonly keep: number;
  /** `undefined` is no limit. Never less than `min`. */
  readonly max: number | undefined;
  /** What counted, as people read it. */
  readonly because: readonly string[];
  /** The rules that the minimum, the kept nodes and the maximum come from. */
  readonly minRule: Name;
  readonly keepRule: Name;
  readonly maxRule: Name;
  /** The minimum as people read it: who asks for it, and when it is needed if that is still to come. */
  readonly minBecause: string;
  readonly maxBecause: string;
  /** When nodes that are needed later are to be started, as far as can be seen now. */
  readonly nextDue: Temporal.Instant | undefined;
}
