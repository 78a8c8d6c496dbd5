import type { Temporal } from 'temporal-polyfill';
import type { IdlePolicy } from '../policy/policy.ts';
import { describeDuration, describeSince } from '../time/describe-duration.ts';
import { isBefore } from '../time/instants.ts';
import type { Fleet, IdleNode } from './fleet.ts';
import type { Selection } from './select-starts.ts';
import type { Target } from './target.ts';

/**
 * Chooses the idle nodes that a schedule has no room for: as many as are allocated above the maximum, the longest idle
 * first, and never so many that fewer than the minimum stay ready. Time in idle does not matter here; a maximum is the
 * owner's word, and the request itself lets a task that has just landed finish.
 */
export function selectAboveMaximum(fleet: Fleet, target: Target): Selection {
  if (target.max === undefined) return new Map();
  const surplus = Math.min(fleet.allocated - target.max, spareNodes(fleet, target));
  const reason = `${target.maxBecause}, ${fleet.allocated} are`;
  return new Map(fleet.idle.slice(0, Math.max(0, surplus)).map(({ id }) => [id, reason]));
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
  const room = Math.min(spareNodes(fleet, target) - chosen.size, left.length - idle.keep);
  const outlasted = left.filter((node) => isIdleTooLong(node, idle, now));
  return new Map(outlasted.slice(0, Math.max(0, room)).map((node) => [node.id, idleReason(node, idle, now)]));
}

/** Has a node been idle for the whole timeout at an instant? */
export function isIdleTooLong(node: IdleNode, idle: IdlePolicy, now: Temporal.Instant): boolean {
  return !isBefore(now, node.idleSince.add(idle.timeout));
}

/** How many ready nodes could go before the minimum is touched; those on their way are not ready and do not count. */
function spareNodes(fleet: Fleet, target: Target): number {
  return fleet.ready - target.min;
}

function idleReason(node: IdleNode, idle: IdlePolicy, now: Temporal.Instant): string {
  const timeout = `the idle timeout is ${describeDuration(idle.timeout)}`;
  return `idle for ${describeSince(node.idleSince, now)}, since ${node.idleSince}; ${timeout}`;
}
