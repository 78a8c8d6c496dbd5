import type { Policy } from '../../policy/policy.ts';
import type { IdleNode } from '../../pool/idle-node.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';

/** The nodes of a pool that take part, counted by what they mean for capacity. */
export interface Fleet {
  readonly size: number;
  readonly ready: number;
  /** On their way to ready and not overdue. */
  readonly starting: number;
  readonly allocated: number;
  /** Idle beyond doubt, and no rule vetoes their deallocation, in the order in which the policy lets them go. */
  readonly idle: readonly IdleNode[];
  /** The same for who needs no order: to put ten thousand nodes in one takes longer than to look at each. */
  readonly idleInAnyOrder: readonly IdleNode[];
  /** Running, not yet draining, and no rule vetoes their deallocation, in the order in which they are to drain. */
  readonly running: readonly NodeSnapshot[];
  /** Deallocated, and no rule vetoes their start, the longest deallocated first. */
  readonly deallocated: readonly NodeSnapshot[];
}

/** Does a node take part at all? Spot nodes can vanish, so nothing relies on them unless the policy says so. */
export function takesPart(
  { dedicated }: Pick<NodeSnapshot, 'dedicated'>,
  { protect }: Pick<Policy, 'protect'>,
): boolean {
  return dedicated === true || (dedicated === false && !protect.spot);
}
