import type { Temporal } from 'temporal-polyfill';
import type { IdlePolicy } from '../policy/policy.ts';
import type { IdleNode } from '../pool/idle-node.ts';
import { describeDuration, describeSince } from '../time/describe-duration.ts';
import { isBefore } from '../time/instants.ts';
import type { Fleet } from './fleet.ts';
import type { Selection } from './select-starts.ts';
import type { Target } from './target.ts';

/**
 * Chooses the idle nodes that a schedule has no room for: as many as are allocated above the maximum, the longest idle
 * first, and never so many that fewer than the minimum stay ready. Time in idle does not matter here; a maximum is the
 * owner's word, and the request itself lets a task that has just landed finish.
 */
export function selectAboveMaximum(fleet: Fleet, target: Target, chosen: Selection): Selection {
  const left = fleet.idle.filter(({ id }) => !chosen.has(id));
  return new Map(left.slice(0, surplusOf(fleet, target, chosen)).map(({ id }) => [id, aboveReason(fleet, target)]));
}

/**
 * Chooses, beside those already chosen, the running nodes that are to drain: as many as are still above the maximum, those
 * with the fewest tasks first. They take no new tasks and go when theirs have ended.
 */
export function selectDrains(fleet: Fleet, target: Target, chosen: Selection): Selection {
  const reason = `${aboveReason(fleet, target)}; it drains: its tasks finish first`;
  return new Map(fleet.running.slice(0, surplusOf(fleet, target, chosen)).map(({ id }) => [id, reason]));
}

/**
 * Chooses, beside those already chosen, the nodes idle for longer than the timeout, the longest idle first, so that the
 * kept idle nodes and the minimum of ready nodes stay.
 */
export function selectIdleTooLong(
  fleet: Fleet,
  target: Target,
  { idle, chosen, now }: { readonly idle: IdlePolicy; readonly chosen: Selection; readonly now: Temporal.Instant },
): Selection {
  const left = fleet.idle.filter(({ id }) => !chosen.has(id));
  const room = Math.min(fleet.ready - target.keep - chosen.size, left.length - idle.keep);
  const outlasted = left.filter((node) => isIdleTooLong(node, idle, now));
  return new Map(outlasted.slice(0, Math.max(0, room)).map((node) => [node.id, idleReason(node, idle, now)]));
}

/** Has a node been idle for the whole timeout at an instant? */
export function isIdleTooLong(node: IdleNode, idle: IdlePolicy, now: Temporal.Instant): boolean {
  return !isBefore(now, node.idleSince.add(idle.timeout));
}

/** How many nodes more have to go, and can without touching the minimum; those on their way are not ready and do not count. */
function surplusOf(fleet: Fleet, target: Target, chosen: Selection): number {
  if (target.max === undefined) return 0;
  return Math.max(0, Math.min(fleet.allocated - target.max, fleet.ready - target.min) - chosen.size);
}

function aboveReason(fleet: Fleet, target: Target): string {
  return `${target.maxBecause}, ${fleet.allocated} are`;
}

function idleReason(node: IdleNode, idle: IdlePolicy, now: Temporal.Instant): string {
  const timeout = `the idle timeout is ${describeDuration(idle.timeout)}`;
  return `idle for ${describeSince(node.idleSince, now)}, since ${node.idleSince}; ${timeout}`;
}
