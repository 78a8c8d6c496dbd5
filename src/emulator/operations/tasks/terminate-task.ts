import { BatchError } from '../../http/batch-error.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupTask } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { endTaskByUser } from '../../life/job-life.ts';
import { requireThere } from '../../rules/job-rules.ts';

/**
 * POST /jobs/{jobId}/tasks/{taskId}/terminate (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/terminate-task
 */
export const terminateTask: Operation = {
  name: 'Tasks_TerminateTask',
  plane: 'data',
  method: 'POST',
  path: '/jobs/{jobId}/tasks/{taskId}/terminate',
  handle: ({ path, headers }, { account, world }) => {
    const task = lookupTask(account, path);
    requireConditions(headers, task);
    requireThere(task.job);
    if (task.state === 'completed') throw new BatchError('TaskCompleted');
    endTaskByUser(world, account, { task, remove: false });
    return { status: 204, headers: entityHeaders(task) };
  },
};
