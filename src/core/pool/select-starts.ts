import type { Fleet } from './fleet.ts';
import type { Target } from './target.ts';

/** Nodes chosen for an act, in the order in which a budget lets them go, each with its reason. */
export type Selection = ReadonlyMap<string, string>;

/**
 * Chooses the deallocated nodes to start so that the minimum becomes ready: as many as are missing beyond those ready and
 * those on their way, the longest deallocated first.
 */
export function selectStarts(fleet: Fleet, target: Target): Selection {
  const missing = target.min - fleet.ready - fleet.coming;
  if (missing <= 0) return new Map();
  const reason = `${target.minBecause}; ${fleet.ready} ready, ${fleet.coming} on the way`;
  return new Map(fleet.deallocated.slice(0, missing).map(({ id }) => [id, reason]));
}
