import type { Amount } from '../schedule/amount.ts';
import { counted } from '../text/counted.ts';
import { nodesForDemand } from './nodes-for-demand.ts';
import type { PendingSlots } from './pending-slots.ts';

/** The waiting and running work of a pool, in nodes. */
export interface WorkNodes {
  /** This many nodes are started. */
  readonly start: number;
  /** This many nodes are kept. */
  readonly keep: number;
  /** In words: `12 slots wait and 3 run: job "frames" …`. */
  readonly because: string;
  /** Why there may be more work than is known; then no node is deallocated for lack of work. */
  readonly unknown: string | undefined;
}

/**
 * Converts the demand of a pool's jobs to nodes. If the number of slots of a node is not known, it counts as one, and nothing
 * is started.
 */
export function workNodesOf(
  { certain, possible, unknown, because }: PendingSlots,
  { slotsPerNode, headroom }: { readonly slotsPerNode: number | undefined; readonly headroom: Amount },
): WorkNodes {
  const options = { slotsPerNode: slotsPerNode ?? 1, headroom };
  const faults = slotsPerNode === undefined ? [...unknown, 'how many task slots a node has is not known'] : unknown;
  return {
    start: slotsPerNode === undefined ? 0 : nodesForDemand(certain, options),
    keep: nodesForDemand(possible, options),
    because: [
      `${counted(certain.waitingSlots, 'slot waits', 'slots wait')} and ${counted(certain.runningSlots, 'runs', 'run')}`,
      ...because.slice(0, 3),
    ].join('; '),
    unknown: faults[0],
  };
}
