import type { Temporal } from 'temporal-polyfill';
import type { EpochMilliseconds } from '../time/epoch.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** An idle node whose idle time is known. */
export interface IdleNode extends NodeSnapshot {
  readonly stateSince: EpochMilliseconds;
}

/**
 * Why a node in the state `idle` does not count as idle; `undefined` if it does. A node is briefly idle between two tasks, so
 * the other facts about it must agree.
 */
export function idleDoubt(node: NodeSnapshot, now: Temporal.Instant): string | undefined {
  if (node.stateSince === undefined) return 'idle, but it is not known since when';
  if (now.epochMilliseconds < node.stateSince) return 'idle since a moment that is still to come: the clocks differ';
  if (node.schedulingEnabled === false) return 'idle with scheduling disabled: somebody has taken it out of service';
  if (node.runningTasks !== undefined && node.runningTasks > 0)
    return `idle, yet it reports ${node.runningTasks} running tasks`;
  return undefined;
}

/** Is a node certainly idle? */
export function isIdle(node: NodeSnapshot, now: Temporal.Instant): node is IdleNode {
  return node.state === 'idle' && idleDoubt(node, now) === undefined;
}
