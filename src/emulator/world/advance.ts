import type { WorldEvent } from './agenda.ts';
import { dispatch } from './dispatch.ts';
import { findJob, findPool } from './find.ts';
import { endIfComplete } from './job-life.ts';
import { removeNode, takeStep } from './node-life.ts';
import { touch } from './stamp.ts';
import { completeTask } from './task-life.ts';
import { toWireTime } from './wire-time.ts';
import type { Account, Pool, World } from './world.ts';

/**
 * Brings the world to the present of its clock: everything that was due happens, in order, each at its own instant. The
 * cost grows with what happens, not with the time that has passed.
 */
export function catchUp(world: World): void {
  const present = world.clock.now();
  for (let due = world.agenda.takeDue(present); due !== undefined; due = world.agenda.takeDue(present)) {
    world.now = due.at;
    const account = world.accounts.get(due.event.account);
    if (account !== undefined) happen(world, account, due.event);
  }
  world.now = present;
}

function happen(world: World, account: Account, event: WorldEvent): void {
  switch (event.kind) {
    case 'pool-allocated':
      return withPool(account, event.pool, (pool) => finishAllocation(world, pool));
    case 'pool-gone':
      return withPool(account, event.pool, (pool) => {
        for (const node of [...pool.nodes.values()]) removeNode(world, pool, node);
        account.pools.delete(pool.id.toLowerCase());
      });
    case 'node-step':
      return withPool(account, event.pool, (pool) => {
        const node = pool.nodes.get(event.node.toLowerCase());
        if (node?.age !== event.age) return;
        takeStep(world, pool, node);
        dispatch(world, pool);
      });
    case 'task-ends':
      return endTask(world, account, event);
  }
}

function endTask(world: World, account: Account, event: WorldEvent & { readonly kind: 'task-ends' }): void {
  const job = findJob(account, event.job);
  const task = job?.tasks.get(event.task.toLowerCase());
  if (job === undefined || task?.run !== event.run || task.state !== 'running') return;
  withPool(account, job.poolId, (pool) => {
    completeTask(world, pool, task);
    endIfComplete(world, job);
    dispatch(world, pool);
  });
}

function finishAllocation(world: World, pool: Pool): void {
  if (pool.state !== 'active') return;
  pool.allocationState = 'steady';
  pool.allocationStateTransitionTime = toWireTime(world.now);
  touch(world, pool);
}

function withPool(account: Account, id: string, act: (pool: Pool) => void): void {
  const pool = findPool(account, id);
  if (pool !== undefined) act(pool);
}
