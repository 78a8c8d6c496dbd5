import type { Account, Pool, ResizeError, World } from '../world/world.ts';

/**
 * How many dedicated nodes a pool may add within the quota of its account; if fewer than requested, the pool gets a
 * resize error.
 */
export function grantDedicated(world: World, pool: Pool, wanted: number): number {
  const room = world.knobs.dedicatedNodeQuota - usedQuota(world, world.accounts.get(pool.account.toLowerCase()));
  const granted = Math.max(0, Math.min(wanted, room));
  if (granted < wanted) pool.resize.errors = [QUOTA_REACHED];
  return granted;
}

/** Has a pool's account more dedicated nodes than its quota allows? A deallocated node may have made room for others. */
export function exceedsQuota(world: World, pool: Pool): boolean {
  return usedQuota(world, world.accounts.get(pool.account.toLowerCase())) > world.knobs.dedicatedNodeQuota;
}

// On purpose: the service's quota is in cores, by the family of the machine size; here it is in nodes.
const QUOTA_REACHED: ResizeError = {
  code: 'AccountCoreQuotaReached',
  message: 'The specified account has reached core quota',
};

function usedQuota({ knobs }: World, account: Account | undefined): number {
  const uncounted = knobs.deallocatedCountsToQuota ? undefined : 'deallocated';
  const nodesOf = ({ counts }: Pool) =>
    [...counts.dedicated].reduce((sum, [state, count]) => (state === uncounted ? sum : sum + count), 0);
  return [...(account?.pools.values() ?? [])].reduce((sum, pool) => sum + nodesOf(pool), 0);
}
