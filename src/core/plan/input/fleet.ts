import type { Policy } from '../../policy/policy.ts';
import type { IdleNode } from '../../pool/idle-node.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';

/** The nodes of a pool that take part, counted by what they mean for capacity. */
export interface Fleet {
  readonly size: number;
  readonly ready: number;
  /** Becoming ready, and not overdue. */
  readonly starting: number;
  /** Including those whose start Batch has accepted and that still show `deallocated`. */
  readonly allocated: number;
  /** Certainly idle, and no rule vetoes their deallocation, in the order in which the policy deallocates them. */
  readonly idle: readonly IdleNode[];
  /** The same without an order, for callers that need none: sorting ten thousand nodes takes longer than reading each. */
  readonly idleInAnyOrder: readonly IdleNode[];
  /** Running, not draining yet, and no rule vetoes their deallocation, in the order in which they drain. */
  readonly running: readonly NodeSnapshot[];
  /** Deallocated, and no rule vetoes their start, the longest deallocated first. */
  readonly deallocated: readonly NodeSnapshot[];
}

/** Does a node take part? Spot nodes can be preempted, so they do not unless the policy says so. */
export function takesPart(
  { dedicated }: Pick<NodeSnapshot, 'dedicated'>,
  { protect }: { readonly protect: Pick<Policy['protect'], 'spot'> },
): boolean {
  return dedicated === true || (dedicated === false && !protect.spot);
}
