import { requireConditions } from '../../http/conditions.ts';
import { lookupTask } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { endTaskByUser } from '../../life/job-life.ts';
import { requireThere } from '../../rules/job-rules.ts';

/**
 * DELETE /jobs/{jobId}/tasks/{taskId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/delete-task
 */
export const deleteTask: Operation = {
  name: 'Tasks_DeleteTask',
  plane: 'data',
  method: 'DELETE',
  path: '/jobs/{jobId}/tasks/{taskId}',
  handle: ({ path, headers }, { account, world }) => {
    const task = lookupTask(account, path);
    requireConditions(headers, task);
    requireThere(task.job);
    endTaskByUser(world, account, { task, remove: true });
    return { status: 200 };
  },
};
