import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../../memory/memory.ts';

/**
 * The nodes whose start Batch has accepted and whose result is not known yet, and when it was requested. While such a node still
 * shows `deallocated` it counts as starting, and is not started again.
 */
export function askedToStart({
  pendingOperations,
}: Pick<PoolMemory, 'pendingOperations'>): ReadonlyMap<string, Temporal.Instant> {
  if (pendingOperations.length === 0) return NONE;
  return new Map(
    pendingOperations.flatMap(({ nodeId, action, asked, inDoubt }) =>
      action === 'start' && inDoubt !== true ? [[nodeId, asked] as const] : [],
    ),
  );
}

const NONE: ReadonlyMap<string, Temporal.Instant> = new Map();
