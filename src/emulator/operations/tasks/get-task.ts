import { lookupTask } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { taskUrl, toWireTask } from '../../views/task-view.ts';

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
    const view = toWireTask(task, request.baseUrl);
    const answer = elementAnswer(request, { view, collection: 'tasks', entity: task });
    // The only read that says where it was answered: "DataServiceId: The OData ID of the resource to which the request applied." (same page).
    return { ...answer, headers: { ...answer.headers, dataserviceid: taskUrl(task, request.baseUrl) } };
  },
};
