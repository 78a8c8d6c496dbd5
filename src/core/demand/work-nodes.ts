import type { Amount } from '../schedule/amount.ts';
import { counted } from '../text/counted.ts';
import { nodesForDemand } from './nodes-for-demand.ts';
import type { PendingSlots } from './pending-slots.ts';

/** What the work that waits and runs in a pool comes to in nodes. */
export interface WorkNodes {
  /** Nodes are started for so much. */
  readonly start: number;
  /** Nodes are kept for so much. */
  readonly keep: number;
  /** As people read it: `12 slots wait and 3 run: job "frames" …`. */
  readonly because: string;
  /** Why more work may be there than is known; then no node is let go for want of work. */
  readonly unknown: string | undefined;
}

/** Says in nodes what the jobs of a pool ask for. Without a known number of slots a node counts as one with one slot, and nothing is started. */
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
