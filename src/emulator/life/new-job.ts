import type { WireJobManagerTask, WireJobSpecification } from '../../wire/job-schedule.ts';
import { findPool } from '../world/find.ts';
import { Register } from '../world/register.ts';
import { newborn } from '../world/stamp.ts';
import type { Account, Job, World } from '../world/world.ts';
import { dispatch } from './dispatch.ts';
import { planExpiry } from './job-life.ts';
import { planCheck } from './job-step.ts';
import { addNewTask } from './new-task.ts';

/** The definition of a new job. */
export interface NewJob {
  readonly id: string;
  /** Properties that are not in its type are stored unchanged. */
  readonly specification: WireJobSpecification;
  /** The job schedule that creates it. */
  readonly scheduleId?: string;
}

/** Adds a job to an account, with its job manager task if it has one. It may name a pool that is not there (yet): its tasks wait. */
export function newJob(world: World, account: Account, { id, specification, scheduleId }: NewJob): Job {
  const {
    poolInfo,
    priority = 0,
    maxParallelTasks = -1,
    onAllTasksComplete = 'noaction',
    ...properties
  } = specification;
  const { jobManagerTask } = specification;
  const born = newborn(world);
  const job: Job = {
    ...born,
    account: account.name,
    id,
    scheduleId,
    poolId: poolInfo.poolId,
    properties,
    priority,
    maxParallelTasks,
    onAllTasksComplete,
    managerTaskId: managerTaskIdOf(jobManagerTask),
    state: 'active',
    stateTransitionTime: born.creationTime,
    previousState: undefined,
    previousStateTransitionTime: undefined,
    // A job of the same id may have been here before: what was planned for it must not happen to this one.
    age: born.ordinal,
    endTime: undefined,
    terminateReason: undefined,
    tasks: new Register(),
    counts: { active: none(), running: none(), succeeded: none(), failed: none() },
  };
  account.jobs.set(id.toLowerCase(), job);
  if (jobManagerTask !== undefined) {
    // "The Batch service … will try to schedule the Job Manager Task before scheduling other Tasks in the Job."
    const { killJobOnCompletion: _, runExclusive: __, allowLowPriorityNode: ___, ...task } = jobManagerTask;
    addNewTask(world, account, { job, wanted: { requiredSlots: 1, ...task } });
    const pool = findPool(account, job.poolId);
    if (pool !== undefined) dispatch(world, pool);
  }
  planExpiry(world, job);
  planCheck(world, job);
  return job;
}

/** The task with whose end the job ends: "killJobOnCompletion … The default value is true." */
function managerTaskIdOf(task: WireJobManagerTask | undefined): string | undefined {
  return task === undefined || task.killJobOnCompletion === false ? undefined : task.id.toLowerCase();
}

function none(): { tasks: number; slots: number } {
  return { tasks: 0, slots: 0 };
}
