import { lookupTask } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { metadataOf } from '../../views/data-plane-url.ts';
import { toWireSubtasks } from '../../views/subtask-view.ts';

/**
 * GET /jobs/{jobId}/tasks/{taskId}/subtasksinfo (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/list-sub-tasks
 */
export const listSubTasks: Operation = {
  name: 'Tasks_ListSubTasks',
  plane: 'data',
  method: 'GET',
  path: '/jobs/{jobId}/tasks/{taskId}/subtasksinfo',
  handle: ({ path, baseUrl }, { account }) => {
    const task = lookupTask(account, path);
    const body = { 'odata.metadata': metadataOf(baseUrl, 'subtasks'), value: toWireSubtasks(task, baseUrl) };
    return { status: 200, body };
  },
};
