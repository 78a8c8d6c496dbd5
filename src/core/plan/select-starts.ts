import type { Fleet } from './fleet.ts';
import type { Target } from './target.ts';

/** Nodes chosen for an act, in the order in which a budget lets them go, each with its reason. */
export type Selection = ReadonlyMap<string, string>;

/**
 * Chooses the deallocated nodes to start so that the minimum becomes ready: as many as are missing beyond those ready, those
 * on their way and those `chosen` already, the longest deallocated first.
 */
export function selectStarts(fleet: Fleet, target: Target, chosen: Selection): Selection {
  const missing = target.min - fleet.ready - fleet.starting - chosen.size;
  if (missing <= 0) return new Map();
  const reason = `${target.minBecause}; ${fleet.ready} ready, ${fleet.starting} on the way`;
  const left = fleet.deallocated.filter(({ id }) => !chosen.has(id));
  return new Map(left.slice(0, missing).map(({ id }) => [id, reason]));
}
