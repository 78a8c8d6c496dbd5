import { lookupTask } from '../http/lookup.ts';
import type { Operation } from '../http/operation.ts';
import { elementAnswer } from '../odata/listing.ts';
import { toWireTask } from '../views/task-view.ts';

/**
 * GET /jobs/{jobId}/tasks/{taskId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/get-task
 */
export const getTask: Operation = {
  name: 'Tasks_GetTask',
  plane: 'data',
  method: 'GET',
  path: '/jobs/{jobId}/tasks/{taskId}',
  handle: (request, { account }) => {
    const task = lookupTask(account, request.path);
    return elementAnswer(request, { view: toWireTask(task, request.baseUrl), collection: 'tasks', entity: task });
  },
};
