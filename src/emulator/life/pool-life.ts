import type { ArmPoolIdentity, ArmPoolProperties } from '../../wire/arm-pool.ts';
import { DEALLOCATE_OPTIONS } from '../../wire/node.ts';
import { drawLatency } from '../world/latencies.ts';
import { Register } from '../world/register.ts';
import { newborn, touch } from '../world/stamp.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Account, Pool, World } from '../world/world.ts';
import { grantNodes } from './allocation.ts';
import { createNode, enterState } from './node-life.ts';
import { DEFAULT_RESIZE_TIMEOUT, expectAllocation, firstResize, type ResizeOrder } from './resize.ts';
import { requeueTask } from './task-life.ts';
import { enqueueAll } from './waiting.ts';

/** The definition of a new pool. */
export interface NewPool {
  readonly id: string;
  readonly settings: ArmPoolProperties;
  readonly identity: ArmPoolIdentity | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
}

/** Adds a pool to an account. It exists at once and is resizing while its nodes are created. */
export function newPool(world: World, account: Account, { id, settings, identity, tags }: NewPool): Pool {
  const born = newborn(world);
  const pool: Pool = {
    ...born,
    account: account.name,
    id,
    settings,
    identity,
    tags,
    state: 'active',
    stateTransitionTime: born.creationTime,
    allocationState: 'resizing',
    allocationStateTransitionTime: born.creationTime,
    // A pool of the same id may have been here before: what was planned for it must not happen to this one.
    resize: firstResize(world.now, { ...orderOf(settings), number: born.ordinal }),
    autoScaleEnabledAt: undefined,
    nodes: new Register(),
    waiting: [],
    board: new Map(),
    counts: { dedicated: new Map(), lowPriority: new Map() },
    rollout: undefined,
  };
  account.pools.set(id.toLowerCase(), pool);
  const { targetDedicatedNodes, targetLowPriorityNodes } = pool.resize;
  for (const [isDedicated, wanted] of [
    [true, targetDedicatedNodes],
    [false, targetLowPriorityNodes],
  ] as const) {
    const granted = grantNodes(world, pool, { isDedicated, wanted });
    for (let made = 0; made < granted; made += 1) createNode(world, pool, isDedicated);
  }
  takeInWaitingTasks(account, pool);
  expectAllocation(world, pool, world.latencies.create);
  return pool;
}

/** The resize that settings define. */
export function orderOf({ scaleSettings }: ArmPoolProperties): ResizeOrder {
  const { fixedScale } = scaleSettings ?? {};
  const option = fixedScale?.nodeDeallocationOption?.toLowerCase();
  return {
    targetDedicatedNodes: fixedScale?.targetDedicatedNodes ?? 0,
    targetLowPriorityNodes: fixedScale?.targetLowPriorityNodes ?? 0,
    timeout: fixedScale?.resizeTimeout ?? DEFAULT_RESIZE_TIMEOUT,
    option: DEALLOCATE_OPTIONS.find((known) => known === option) ?? 'requeue',
  };
}

/**
 * Begins to delete a pool: its tasks wait again, its nodes leave, and then it is gone. "Any ongoing resize operation on the
 * Pool are stopped; the Batch service starts resizing the Pool to zero Compute Nodes."
 * https://learn.microsoft.com/rest/api/batchservice/pools/delete-pool (api-version 2025-06-01)
 */
export function beginDeletion(world: World, pool: Pool): void {
  pool.state = 'deleting';
  pool.stateTransitionTime = toWireTime(world.now);
  if (pool.allocationState !== 'resizing') pool.allocationStateTransitionTime = toWireTime(world.now);
  pool.allocationState = 'resizing';
  touch(world, pool);
  for (const node of pool.nodes.values()) {
    enterState(world, pool, { node, state: 'leavingpool' });
    node.draining = undefined;
    for (const task of [...node.running]) requeueTask(world, pool, task);
  }
  const removal = drawLatency(world.latencies.deallocate, world.chance);
  world.agenda.put(world.now.add(removal).add({ seconds: 1 }), {
    kind: 'pool-gone',
    account: pool.account,
    pool: pool.id,
  });
}

/** Queues the tasks of jobs that named the pool before it existed. */
function takeInWaitingTasks(account: Account, pool: Pool): void {
  for (const job of account.jobs.values()) {
    if (job.poolId.toLowerCase() !== pool.id.toLowerCase()) continue;
    enqueueAll(pool, job);
  }
}
