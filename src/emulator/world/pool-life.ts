import type { ArmPoolIdentity, ArmPoolProperties } from '../../wire/arm-pool.ts';
import { drawLatency } from './latencies.ts';
import { createNode, enterState } from './node-life.ts';
import { newborn, touch } from './stamp.ts';
import { enqueue, requeueTask } from './task-life.ts';
import { toWireTime } from './wire-time.ts';
import type { Account, Pool, World } from './world.ts';

/** What a pool is made from. */
export interface NewPool {
  readonly id: string;
  readonly settings: ArmPoolProperties;
  readonly identity: ArmPoolIdentity | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
}

/** Adds a pool to an account. It is there at once and says that it is resizing; its nodes come to life by and by. */
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
    nodes: new Map(),
    waiting: [],
    board: new Map(),
    counts: { dedicated: new Map(), lowPriority: new Map() },
  };
  account.pools.set(id.toLowerCase(), pool);
  const { targetDedicatedNodes = 0, targetLowPriorityNodes = 0 } = settings.scaleSettings?.fixedScale ?? {};
  for (let made = 0; made < targetDedicatedNodes; made += 1) createNode(world, pool, true);
  for (let made = 0; made < targetLowPriorityNodes; made += 1) createNode(world, pool, false);
  takeInWaitingTasks(account, pool);
  const allocation = drawLatency(world.latencies.create, world.chance);
  world.agenda.put(world.now.add(allocation), { kind: 'pool-allocated', account: account.name, pool: id });
  return pool;
}

/** Begins to delete a pool: its tasks wait again, its nodes leave, and then it is gone. */
export function beginDeletion(world: World, pool: Pool): void {
  pool.state = 'deleting';
  pool.stateTransitionTime = toWireTime(world.now);
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

/** A job may have named the pool before it was there; its tasks have waited. */
function takeInWaitingTasks(account: Account, pool: Pool): void {
  for (const job of account.jobs.values()) {
    if (job.poolId.toLowerCase() !== pool.id.toLowerCase()) continue;
    for (const task of job.tasks.values()) if (task.state === 'active') enqueue(pool, task);
  }
}
