import type { PoolFacts } from '../pool/snapshot.ts';
import { NO_MEMORY, type PoolMemory } from './memory.ts';

/**
 * The memory that holds for a pool as it exists now. If the pool was deleted and created again under its id, what happened to
 * the nodes of the earlier one says nothing about it: a policy proves itself anew, and no failure is held against it. What was
 * learned of its work and of its starts stays, and what was spent counts. Acts without a result get theirs.
 */
export function memoryOfPool(memory: PoolMemory, { createdAt }: Pick<PoolFacts, 'createdAt'>): PoolMemory {
  if (createdAt === undefined) return memory;
  // A memory without the time is that of a pool that was never evaluated, or was stored by an older version.
  if (memory.createdAt === undefined) return { ...memory, createdAt };
  // The facts of a delayed request may be those of the earlier pool.
  if (createdAt <= memory.createdAt) return memory;
  const { startSeconds, startSpread, demand, spent, lastStart, pendingOperations } = memory;
  return { ...NO_MEMORY, createdAt, startSeconds, startSpread, demand, spent, lastStart, pendingOperations };
}
