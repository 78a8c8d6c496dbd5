import type { WorldEvent } from '../world/agenda.ts';
import { findJob, findJobSchedule, findPool } from '../world/find.ts';
import type { Account, Job, Pool, World } from '../world/world.ts';
import { dispatch } from './dispatch.ts';
import { expire, takeJobStep, terminateJob } from './job-life.ts';
import { stepJobSchedule } from './job-schedule-life.ts';
import { endIfComplete } from './job-step.ts';
import { removeNode } from './node-life.ts';
import { takeStep } from './node-step.ts';
import { endPause, finishUpgrade } from './os-upgrade.ts';
import { finishAllocating, settleAllocation, timeOut } from './resize.ts';
import { completeTask } from './task-life.ts';

/**
 * Brings the world to the present of its clock: everything that was due happens, in order, each at its own instant. The
 * cost grows with what happens, not with the time that has passed.
 */
export function catchUp(world: World): void {
  const present = world.clock.now();
  for (let due = world.agenda.takeDue(present); due !== undefined; due = world.agenda.takeDue(present)) {
    world.now = due.at;
    const account = world.accounts.get(due.event.account.toLowerCase());
    if (account !== undefined) happen(world, account, due.event);
  }
  world.now = present;
}

function happen(world: World, account: Account, event: WorldEvent): void {
  switch (event.kind) {
    case 'pool-allocated':
      return withPool(account, event.pool, (pool) => finishAllocating(world, pool, event.resize));
    case 'resize-times-out':
      return withPool(account, event.pool, (pool) => timeOut(world, pool, event.resize));
    case 'pool-gone':
      return withPool(account, event.pool, (pool) => {
        for (const node of [...pool.nodes.values()]) removeNode(world, pool, node);
        account.pools.delete(pool.id.toLowerCase());
      });
    case 'rollout-goes-on':
      return withPool(account, event.pool, (pool) => endPause(world, pool));
    case 'node-step':
      return withPool(account, event.pool, (pool) => {
        const node = pool.nodes.get(event.node.toLowerCase());
        if (node?.age !== event.age) return;
        if (node.state === 'upgradingos') finishUpgrade(world, pool, node);
        else takeStep(world, pool, node);
        settleAllocation(world, pool);
        dispatch(world, pool);
      });
    case 'job-step':
      return withJob(account, event.job, (job) => {
        if (job.age === event.age) takeJobStep(world, account, job);
      });
    case 'job-is-checked':
      return withJob(account, event.job, (job) => {
        if (job.age === event.age) endIfComplete(world, job);
      });
    case 'job-expires':
      return withJob(account, event.job, (job) => expire(world, account, job));
    case 'job-manager-ends':
      return withJob(account, event.job, (job) => {
        if (job.state === 'active') terminateJob(world, account, { job, reason: 'JMComplete' });
      });
    case 'job-schedule-step': {
      const schedule = findJobSchedule(account, event.jobSchedule);
      return schedule === undefined ? undefined : stepJobSchedule(world, account, schedule);
    }
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
    dispatch(world, pool);
  });
}

function withJob(account: Account, id: string, act: (job: Job) => void): void {
  const job = findJob(account, id);
  if (job !== undefined) act(job);
}

function withPool(account: Account, id: string, act: (pool: Pool) => void): void {
  const pool = findPool(account, id);
  if (pool !== undefined) act(pool);
}
