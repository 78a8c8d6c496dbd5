import type { Operation } from '../http/operation.ts';
import { armGetAccount } from '../operations/accounts/arm-get-account.ts';
import { armGetAccountKeys } from '../operations/accounts/arm-get-account-keys.ts';
import { armGetApplication } from '../operations/accounts/arm-get-application.ts';
import { armGetLocationQuotas } from '../operations/accounts/arm-get-location-quotas.ts';
import { armListAccounts } from '../operations/accounts/arm-list-accounts.ts';
import { armListAccountsByGroup } from '../operations/accounts/arm-list-accounts-by-group.ts';
import { armListApplications } from '../operations/accounts/arm-list-applications.ts';
import { armListVirtualMachineSizes } from '../operations/accounts/arm-list-virtual-machine-sizes.ts';
import { getApplication } from '../operations/accounts/get-application.ts';
import { listApplications } from '../operations/accounts/list-applications.ts';
import { listPoolNodeCounts } from '../operations/accounts/list-pool-node-counts.ts';
import { listSupportedImages } from '../operations/accounts/list-supported-images.ts';
import { armListImageVersions } from '../operations/images/arm-list-image-versions.ts';
import { createJobSchedule } from '../operations/job-schedules/create-job-schedule.ts';
import { deleteJobSchedule } from '../operations/job-schedules/delete-job-schedule.ts';
import { disableJobSchedule } from '../operations/job-schedules/disable-job-schedule.ts';
import { enableJobSchedule } from '../operations/job-schedules/enable-job-schedule.ts';
import { getJobSchedule } from '../operations/job-schedules/get-job-schedule.ts';
import { jobScheduleExists } from '../operations/job-schedules/job-schedule-exists.ts';
import { listJobSchedules } from '../operations/job-schedules/list-job-schedules.ts';
import { listJobsFromSchedule } from '../operations/job-schedules/list-jobs-from-schedule.ts';
import { replaceJobSchedule } from '../operations/job-schedules/replace-job-schedule.ts';
import { terminateJobSchedule } from '../operations/job-schedules/terminate-job-schedule.ts';
import { updateJobSchedule } from '../operations/job-schedules/update-job-schedule.ts';
import { createJob } from '../operations/jobs/create-job.ts';
import { deleteJob } from '../operations/jobs/delete-job.ts';
import { disableJob } from '../operations/jobs/disable-job.ts';
import { enableJob } from '../operations/jobs/enable-job.ts';
import { getJob } from '../operations/jobs/get-job.ts';
import { getJobTaskCounts } from '../operations/jobs/get-job-task-counts.ts';
import { listJobs } from '../operations/jobs/list-jobs.ts';
import { replaceJob } from '../operations/jobs/replace-job.ts';
import { terminateJob } from '../operations/jobs/terminate-job.ts';
import { updateJob } from '../operations/jobs/update-job.ts';
import { createNodeUser } from '../operations/nodes/create-node-user.ts';
import { deallocateNode } from '../operations/nodes/deallocate-node.ts';
import { deleteNodeFile } from '../operations/nodes/delete-node-file.ts';
import { deleteNodeUser } from '../operations/nodes/delete-node-user.ts';
import { disableNodeScheduling } from '../operations/nodes/disable-node-scheduling.ts';
import { enableNodeScheduling } from '../operations/nodes/enable-node-scheduling.ts';
import { getNode } from '../operations/nodes/get-node.ts';
import { getNodeExtension } from '../operations/nodes/get-node-extension.ts';
import { getNodeFile } from '../operations/nodes/get-node-file.ts';
import { getNodeFileProperties } from '../operations/nodes/get-node-file-properties.ts';
import { getNodeRemoteLoginSettings } from '../operations/nodes/get-node-remote-login-settings.ts';
import { listNodeExtensions } from '../operations/nodes/list-node-extensions.ts';
import { listNodeFiles } from '../operations/nodes/list-node-files.ts';
import { listNodes } from '../operations/nodes/list-nodes.ts';
import { rebootNode } from '../operations/nodes/reboot-node.ts';
import { reimageNode } from '../operations/nodes/reimage-node.ts';
import { replaceNodeUser } from '../operations/nodes/replace-node-user.ts';
import { startNode } from '../operations/nodes/start-node.ts';
import { uploadNodeLogs } from '../operations/nodes/upload-node-logs.ts';
import { armCreatePool } from '../operations/pools/arm-create-pool.ts';
import { armDeletePool } from '../operations/pools/arm-delete-pool.ts';
import { armDisableAutoScale } from '../operations/pools/arm-disable-auto-scale.ts';
import { armGetPool } from '../operations/pools/arm-get-pool.ts';
import { armGetPoolOperationResult } from '../operations/pools/arm-get-pool-operation-result.ts';
import { armListPools } from '../operations/pools/arm-list-pools.ts';
import { armStopResize } from '../operations/pools/arm-stop-resize.ts';
import { armUpdatePool } from '../operations/pools/arm-update-pool.ts';
import { createPool } from '../operations/pools/create-pool.ts';
import { deletePool } from '../operations/pools/delete-pool.ts';
import { disablePoolAutoScale } from '../operations/pools/disable-pool-auto-scale.ts';
import { enablePoolAutoScale } from '../operations/pools/enable-pool-auto-scale.ts';
import { evaluatePoolAutoScale } from '../operations/pools/evaluate-pool-auto-scale.ts';
import { getPool } from '../operations/pools/get-pool.ts';
import { listPoolUsageMetrics } from '../operations/pools/list-pool-usage-metrics.ts';
import { listPools } from '../operations/pools/list-pools.ts';
import { poolExists } from '../operations/pools/pool-exists.ts';
import { removeNodes } from '../operations/pools/remove-nodes.ts';
import { replacePoolProperties } from '../operations/pools/replace-pool-properties.ts';
import { resizePool } from '../operations/pools/resize-pool.ts';
import { stopPoolResize } from '../operations/pools/stop-pool-resize.ts';
import { updatePool } from '../operations/pools/update-pool.ts';
import { createTask } from '../operations/tasks/create-task.ts';
import { createTaskCollection } from '../operations/tasks/create-task-collection.ts';
import { deleteTask } from '../operations/tasks/delete-task.ts';
import { deleteTaskFile } from '../operations/tasks/delete-task-file.ts';
import { getTask } from '../operations/tasks/get-task.ts';
import { getTaskFile } from '../operations/tasks/get-task-file.ts';
import { getTaskFileProperties } from '../operations/tasks/get-task-file-properties.ts';
import { listSubTasks } from '../operations/tasks/list-sub-tasks.ts';
import { listTaskFiles } from '../operations/tasks/list-task-files.ts';
import { listTasks } from '../operations/tasks/list-tasks.ts';
import { reactivateTask } from '../operations/tasks/reactivate-task.ts';
import { replaceTask } from '../operations/tasks/replace-task.ts';
import { terminateTask } from '../operations/tasks/terminate-task.ts';

/** Every operation that the emulator has. */
export const OPERATIONS: readonly Operation[] = [
  armCreatePool,
  armDeletePool,
  armDisableAutoScale,
  armGetAccount,
  armGetAccountKeys,
  armGetApplication,
  armGetLocationQuotas,
  armGetPool,
  armGetPoolOperationResult,
  armListAccounts,
  armListAccountsByGroup,
  armListApplications,
  armListImageVersions,
  armListPools,
  armListVirtualMachineSizes,
  armStopResize,
  armUpdatePool,
  createJob,
  createJobSchedule,
  createNodeUser,
  createPool,
  createTask,
  createTaskCollection,
  deallocateNode,
  deleteJob,
  deleteJobSchedule,
  deleteNodeFile,
  deleteNodeUser,
  deletePool,
  deleteTask,
  deleteTaskFile,
  disableJob,
  disableJobSchedule,
  disableNodeScheduling,
  disablePoolAutoScale,
  enableJob,
  enableJobSchedule,
  enableNodeScheduling,
  enablePoolAutoScale,
  evaluatePoolAutoScale,
  getApplication,
  getJob,
  getJobSchedule,
  getJobTaskCounts,
  getNode,
  getNodeExtension,
  getNodeFile,
  getNodeFileProperties,
  getNodeRemoteLoginSettings,
  getPool,
  getTask,
  getTaskFile,
  getTaskFileProperties,
  jobScheduleExists,
  listApplications,
  listJobSchedules,
  listJobs,
  listJobsFromSchedule,
  listNodeExtensions,
  listNodeFiles,
  listNodes,
  listPoolNodeCounts,
  listPoolUsageMetrics,
  listPools,
  listSubTasks,
  listSupportedImages,
  listTaskFiles,
  listTasks,
  poolExists,
  reactivateTask,
  rebootNode,
  reimageNode,
  removeNodes,
  replaceJob,
  replaceJobSchedule,
  replaceNodeUser,
  replacePoolProperties,
  replaceTask,
  resizePool,
  startNode,
  stopPoolResize,
  terminateJob,
  terminateJobSchedule,
  terminateTask,
  updateJob,
  updateJobSchedule,
  updatePool,
  uploadNodeLogs,
];
