import type { Temporal } from 'temporal-polyfill';
import type { EpochMilliseconds } from '../time/epoch.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** A node that is idle, with the moment since when. */
export interface IdleNode {
  readonly id: string;
  readonly idleSince: EpochMilliseconds;
}

/**
 * Why a node in the state `idle` is not taken for idle; `undefined` if it is. A node is idle for a moment between two
 * tasks, so what else is known of it must not speak against it.
 */
export function idleDoubt(node: NodeSnapshot, now: Temporal.Instant): string | undefined {
  if (node.stateSince === undefined) return 'idle, but it is not known since when';
  if (now.epochMilliseconds < node.stateSince) return 'idle since a moment that is still to come: the clocks differ';
  if (node.schedulingEnabled === false) return 'idle with scheduling disabled: somebody has taken it out';
  if (node.runningTasks !== undefined && node.runningTasks > 0)
    return `idle, yet it reports ${node.runningTasks} running tasks`;
  return undefined;
}

/** The node as an idle one; `undefined` unless it is idle beyond doubt. */
export function idleNode(node: NodeSnapshot, now: Temporal.Instant): IdleNode | undefined {
  if (node.state !== 'idle' || node.stateSince === undefined || idleDoubt(node, now) !== undefined) return undefined;
  return { id: node.id, idleSince: node.stateSince };
}
