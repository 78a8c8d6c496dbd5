import type { Operation } from './http/operation.ts';
import { armCreatePool } from './operations/arm-create-pool.ts';
import { armDeletePool } from './operations/arm-delete-pool.ts';
import { armGetAccount } from './operations/arm-get-account.ts';
import { armGetPool } from './operations/arm-get-pool.ts';
import { armGetPoolOperationResult } from './operations/arm-get-pool-operation-result.ts';
import { armListPools } from './operations/arm-list-pools.ts';
import { createJob } from './operations/create-job.ts';
import { createTask } from './operations/create-task.ts';
import { createTaskCollection } from './operations/create-task-collection.ts';
import { deallocateNode } from './operations/deallocate-node.ts';
import { disableNodeScheduling } from './operations/disable-node-scheduling.ts';
import { enableNodeScheduling } from './operations/enable-node-scheduling.ts';
import { getJob } from './operations/get-job.ts';
import { getJobTaskCounts } from './operations/get-job-task-counts.ts';
import { getNode } from './operations/get-node.ts';
import { getPool } from './operations/get-pool.ts';
import { getTask } from './operations/get-task.ts';
import { listJobs } from './operations/list-jobs.ts';
import { listNodes } from './operations/list-nodes.ts';
import { listPoolNodeCounts } from './operations/list-pool-node-counts.ts';
import { listPools } from './operations/list-pools.ts';
import { listTasks } from './operations/list-tasks.ts';
import { startNode } from './operations/start-node.ts';

/** Every operation that the emulator has. */
export const OPERATIONS: readonly Operation[] = [
  armCreatePool,
  armDeletePool,
  armGetAccount,
  armGetPool,
  armGetPoolOperationResult,
  armListPools,
  createJob,
  createTask,
  createTaskCollection,
  deallocateNode,
  disableNodeScheduling,
  enableNodeScheduling,
  getJob,
  getJobTaskCounts,
  getNode,
  getPool,
  getTask,
  listJobs,
  listNodes,
  listPoolNodeCounts,
  listPools,
  listTasks,
  startNode,
];
