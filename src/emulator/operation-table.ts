import type { Operation } from './http/operation.ts';
import { armCreatePool } from './operations/arm-create-pool.ts';
import { armDeletePool } from './operations/arm-delete-pool.ts';
import { armDisableAutoScale } from './operations/arm-disable-auto-scale.ts';
import { armGetAccount } from './operations/arm-get-account.ts';
import { armGetAccountKeys } from './operations/arm-get-account-keys.ts';
import { armGetPool } from './operations/arm-get-pool.ts';
import { armGetPoolOperationResult } from './operations/arm-get-pool-operation-result.ts';
import { armListAccounts } from './operations/arm-list-accounts.ts';
import { armListAccountsByGroup } from './operations/arm-list-accounts-by-group.ts';
import { armListPools } from './operations/arm-list-pools.ts';
import { armStopResize } from './operations/arm-stop-resize.ts';
import { armUpdatePool } from './operations/arm-update-pool.ts';
import { createJob } from './operations/create-job.ts';
import { createPool } from './operations/create-pool.ts';
import { createTask } from './operations/create-task.ts';
import { createTaskCollection } from './operations/create-task-collection.ts';
import { deallocateNode } from './operations/deallocate-node.ts';
import { deleteJob } from './operations/delete-job.ts';
import { deletePool } from './operations/delete-pool.ts';
import { deleteTask } from './operations/delete-task.ts';
import { disableJob } from './operations/disable-job.ts';
import { disableNodeScheduling } from './operations/disable-node-scheduling.ts';
import { disablePoolAutoScale } from './operations/disable-pool-auto-scale.ts';
import { enableJob } from './operations/enable-job.ts';
import { enableNodeScheduling } from './operations/enable-node-scheduling.ts';
import { enablePoolAutoScale } from './operations/enable-pool-auto-scale.ts';
import { evaluatePoolAutoScale } from './operations/evaluate-pool-auto-scale.ts';
import { getJob } from './operations/get-job.ts';
import { getJobTaskCounts } from './operations/get-job-task-counts.ts';
import { getNode } from './operations/get-node.ts';
import { getNodeExtension } from './operations/get-node-extension.ts';
import { getPool } from './operations/get-pool.ts';
import { getTask } from './operations/get-task.ts';
import { listJobs } from './operations/list-jobs.ts';
import { listNodeExtensions } from './operations/list-node-extensions.ts';
import { listNodes } from './operations/list-nodes.ts';
import { listPoolNodeCounts } from './operations/list-pool-node-counts.ts';
import { listPools } from './operations/list-pools.ts';
import { listSupportedImages } from './operations/list-supported-images.ts';
import { listTasks } from './operations/list-tasks.ts';
import { poolExists } from './operations/pool-exists.ts';
import { reactivateTask } from './operations/reactivate-task.ts';
import { rebootNode } from './operations/reboot-node.ts';
import { reimageNode } from './operations/reimage-node.ts';
import { removeNodes } from './operations/remove-nodes.ts';
import { replaceJob } from './operations/replace-job.ts';
import { replacePoolProperties } from './operations/replace-pool-properties.ts';
import { replaceTask } from './operations/replace-task.ts';
import { resizePool } from './operations/resize-pool.ts';
import { startNode } from './operations/start-node.ts';
import { stopPoolResize } from './operations/stop-pool-resize.ts';
import { terminateJob } from './operations/terminate-job.ts';
import { terminateTask } from './operations/terminate-task.ts';
import { updateJob } from './operations/update-job.ts';
import { updatePool } from './operations/update-pool.ts';

/** Every operation that the emulator has. */
export const OPERATIONS: readonly Operation[] = [
  armCreatePool,
  armDeletePool,
  armDisableAutoScale,
  armGetAccount,
  armGetAccountKeys,
  armGetPool,
  armGetPoolOperationResult,
  armListAccounts,
  armListAccountsByGroup,
  armListPools,
  armStopResize,
  armUpdatePool,
  createJob,
  createPool,
  createTask,
  createTaskCollection,
  deallocateNode,
  deleteJob,
  deletePool,
  deleteTask,
  disableJob,
  disableNodeScheduling,
  disablePoolAutoScale,
  enableJob,
  enableNodeScheduling,
  enablePoolAutoScale,
  evaluatePoolAutoScale,
  getJob,
  getJobTaskCounts,
  getNode,
  getNodeExtension,
  getPool,
  getTask,
  listJobs,
  listNodeExtensions,
  listNodes,
  listPoolNodeCounts,
  listPools,
  listSupportedImages,
  listTasks,
  poolExists,
  reactivateTask,
  rebootNode,
  reimageNode,
  removeNodes,
  replaceJob,
  replacePoolProperties,
  replaceTask,
  resizePool,
  startNode,
  stopPoolResize,
  terminateJob,
  terminateTask,
  updateJob,
  updatePool,
];
