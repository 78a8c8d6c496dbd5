import { BatchError } from '../http/batch-error.ts';
import type { Pool } from '../world/world.ts';

/**
 * "If you call an Update, Patch or Delete API on a Pool in the deleting state, it will fail with HTTP status code 409 with
 * error code PoolBeingDeleted" (https://learn.microsoft.com/rest/api/batchservice/pools/delete-pool, 2025-06-01).
 * @throws BatchError PoolBeingDeleted
 */
export function requireActive({ state }: Pool): void {
  if (state === 'deleting') throw new BatchError('PoolBeingDeleted');
}

/**
 * "If the Pool is already resizing, the request fails with status code 409"
 * (https://learn.microsoft.com/rest/api/batchservice/pools/resize-pool, 2025-06-01).
 * @throws BatchError PoolBeingDeleted, PoolBeingResized
 */
export function requireSteady(pool: Pool): void {
  requireActive(pool);
  if (pool.allocationState !== 'steady') throw new BatchError('PoolBeingResized');
}

/**
 * Refuses to stop a resize that is not in progress. assumed: the code for a pool that is steady, or already stopping.
 * @throws BatchError PoolBeingDeleted, OperationInvalidForCurrentState
 */
export function requireResizing(pool: Pool): void {
  requireActive(pool);
  const { allocationState } = pool;
  if (allocationState !== 'resizing') {
    throw new BatchError('OperationInvalidForCurrentState', ['AllocationState', allocationState]);
  }
}

/**
 * Refuses operations that require a pool with, or without, an autoscale formula. assumed: the refusal is documented, the code
 * is not.
 * @throws BatchError OperationNotValidOnPool
 */
export function requireAutoScale({ settings }: Pool, wanted: 'enabled' | 'disabled'): void {
  const present = settings.scaleSettings?.autoScale === undefined ? 'disabled' : 'enabled';
  if (present !== wanted) {
    throw new BatchError('OperationNotValidOnPool', ['Reason', `Automatic scaling of the pool is ${present}.`]);
  }
}
