import type { PoolFacts } from './snapshot.ts';

/**
 * Why a pool must be left alone whatever its policy says; `undefined` if nothing prevents acts. A pool that changes its own
 * size, or is being deleted, would conflict over the same nodes; and "only nodes created with a Virtual Machine Configuration
 * can be deallocated and started" (Use Start/Deallocate operation with Batch nodes).
 */
export function poolGuard(facts: PoolFacts): string | undefined {
  return lastingGuard(facts) ?? passingGuard(facts);
}

/** What prevents acts on a pool permanently. */
export function lastingGuard(facts: PoolFacts): string | undefined {
  if (facts.state !== 'active')
    return `the pool is ${facts.state === 'deleting' ? 'being deleted' : 'in an unknown state'}`;
  if (!facts.virtualMachineConfiguration) {
    return 'the pool has no virtual machine configuration, so its nodes cannot be deallocated';
  }
  if (facts.autoScale === undefined) return 'it is not known whether the pool has an autoscale formula';
  if (facts.autoScale) return 'the pool has an autoscale formula, which sets the number of nodes itself';
  return undefined;
}

/** What prevents acts on a pool for a while. */
function passingGuard(facts: PoolFacts): string | undefined {
  if (facts.allocationState === 'unknown') return 'it is not known whether the pool is being resized';
  if (facts.allocationState !== 'steady')
    return `the pool is ${facts.allocationState === 'resizing' ? 'being resized' : 'stopping a resize'}`;
  return undefined;
}
