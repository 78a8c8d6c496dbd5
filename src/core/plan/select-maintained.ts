import type { Fleet } from './fleet.ts';
import { isToBeMaintained } from './maintenance.ts';
import type { PlanInput } from './plan-input.ts';
import type { Selection } from './select-starts.ts';

/** Chooses, beside those already chosen, the deallocated nodes that a maintenance window switches on, the longest deallocated first. */
export function selectMaintained(
  fleet: Fleet,
  { maintenance, now }: Pick<PlanInput, 'maintenance' | 'now'>,
  chosen: Selection,
): Selection {
  if (maintenance === undefined) return new Map();
  const due = fleet.deallocated.filter((node) => !chosen.has(node.id) && isToBeMaintained(node, maintenance, now));
  const reason = `off since before the ${maintenance.because}: on for a while, so that it takes what it has missed`;
  return new Map(due.map(({ id }) => [id, reason]));
}
