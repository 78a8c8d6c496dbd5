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

/** The input from which the capacity of a pool at an instant is computed. */
export interface CapacityInput extends CapacityRequests {
  readonly pool: { readonly facts: Pick<PoolFacts, 'taskSlotsPerNode'> };
  readonly policy: Pick<Policy, 'demand'>;
}

/** Nodes that a rule needs beyond the capacity that is set, within its maximum and the pool's size. */
export interface NodeNeed {
  /** This many nodes must be ready; missing ones are started. */
  readonly start: number;
  /** This many ready nodes stay on; at least `start`. */
  readonly keep: number;
  /** The reasons for people, one per item. */
  readonly because: readonly string[];
  /** Must each node be ready in time with the probability of the policy, rather than all of them together? */
  readonly isEach?: boolean;
  /** Are these nodes needed in addition to everything else? */
  readonly isExtra?: boolean;
}

/** The capacity to which a pool is brought now, so that nodes are ready when they are needed. */
export interface Target<Name extends string = string> {
  readonly min: number;
  /** This many ready nodes stay on: more than `min` if there may be more work than is certain. */
  readonly keep: number;
  /** `undefined` means no limit. Never less than `min`. */
  readonly max: number | undefined;
  /** The reasons, for people. */
  readonly because: readonly string[];
  /** The rules that set the minimum, the kept nodes and the maximum. */
  readonly minRule: Name;
  readonly keepRule: Name;
  readonly maxRule: Name;
  /** The reason of the minimum: the source of the request, and when the nodes are needed if that is later. */
  readonly minBecause: string;
  readonly maxBecause: string;
  /** When the next starts for a later need are due, as far as is known now. */
  readonly nextDue: Temporal.Instant | undefined;
}
