import type { EvaluatePoolPorts } from '../../src/app/evaluation/evaluate-pool.ts';
import type { PowerAct } from '../../src/core/pool/act.ts';
import type { PoolName } from '../../src/core/pool/pool-name.ts';
import type { ActAnswer, NodeName } from '../../src/ports/batch.ts';
import type { MemoryWorld } from '../support/memory-ports.ts';
import type { SoakPool } from './soak-pool.ts';

/** Batch as the pools of a soak are. */
export function soakBatch(pools: readonly SoakPool[]): MemoryWorld['batch'] {
  const byId = new Map(pools.map((pool) => [pool.facts.poolId, pool]));
  const poolOf = ({ poolId }: PoolName): SoakPool => byId.get(poolId) ?? missing(poolId);
  const act = async (name: NodeName, action: PowerAct, correlation: string): Promise<ActAnswer> => {
    const tookEffect = poolOf(name).world.act({ node: name.nodeId, action, correlation });
    return { outcome: tookEffect ? 'accepted' : 'refused', reason: 'the model says so' };
  };
  const batch = {
    accounts: ['demo'],
    accountProblems: [],
    refreshAccounts: async () => [],
    listPools: async () => pools.map(({ facts }) => facts),
    reach: async () => undefined,
    countNodes: async () =>
      new Map(
        pools.map(({ facts, world }) => [
          facts.poolId,
          { dedicated: countsOf(world.nodes.map(({ state }) => state)), spot: {} },
        ]),
      ),
    getPool: async (pool: PoolName) => poolOf(pool).facts,
    listNodes: async (pool: PoolName) => poolOf(pool).world.shown(),
    listJobs: async () => pools.flatMap((pool) => pool.jobs()),
    listJobSchedules: async () => [],
    countWork: async (_: string, jobs: Parameters<EvaluatePoolPorts['batch']['countWork']>[1]) =>
      jobs.flatMap((job) => poolOf({ account: 'demo', poolId: job.poolId }).workOf(job) ?? []),
    listExtensions: async () => [],
    startNode: (node: NodeName, correlation: string) => act(node, 'start', correlation),
    deallocateNode: (node: NodeName, { correlation }: { readonly correlation: string }) =>
      act(node, 'deallocate', correlation),
  };
  return batch as unknown as MemoryWorld['batch'];
}

function countsOf(states: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function missing(poolId: string): never {
  throw new Error(`The soak has no pool ${poolId}.`);
}
