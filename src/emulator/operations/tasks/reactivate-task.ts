import { BatchError } from '../../http/batch-error.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupTask } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { dispatch } from '../../life/dispatch.ts';
import { reactivateTask as reactivate } from '../../life/task-life.ts';
import { requireOpen } from '../../rules/job-rules.ts';
import { findPool } from '../../world/find.ts';

/**
 * POST /jobs/{jobId}/tasks/{taskId}/reactivate (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/reactivate-task
 */
export const reactivateTask: Operation = {
  name: 'Tasks_ReactivateTask',
  plane: 'data',
  method: 'POST',
  path: '/jobs/{jobId}/tasks/{taskId}/reactivate',
  handle: ({ path, headers }, { account, world }) => {
    const task = lookupTask(account, path);
    requireConditions(headers, task);
    // "Reactivation will fail for Tasks that are not completed or that previously completed successfully (with an exit
    // code of 0). Additionally, it will fail if the Job has completed (or is terminating or deleting)." (same page)
    requireOpen(task.job);
    if (task.state !== 'completed') throw new BatchError('TaskNotCompleted');
    if (task.execution.result === 'success') throw new BatchError('TaskSucceeded');
    const pool = findPool(account, task.job.poolId);
    reactivate(world, pool, task);
    if (pool !== undefined) dispatch(world, pool);
    return { status: 204, headers: entityHeaders(task) };
  },
};
