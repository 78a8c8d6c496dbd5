import { lookupTask } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { filesAnswer } from '../../odata/file-listing.ts';
import { requireTaskFiles } from '../../rules/file-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';
import { findPool } from '../../world/find.ts';

/**
 * GET /jobs/{jobId}/tasks/{taskId}/files (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/list-task-files
 */
export const listTaskFiles: Operation = {
  name: 'Tasks_ListTaskFiles',
  plane: 'data',
  method: 'GET',
  path: '/jobs/{jobId}/tasks/{taskId}/files',
  handle: (request, { account }) => {
    const task = lookupTask(account, request.path);
    const files = requireTaskFiles(findPool(account, task.job.poolId), task);
    const folder = dataPlaneUrl(request.baseUrl, 'jobs', task.job.id, 'tasks', task.id, 'files');
    return filesAnswer(request, { files, folder });
  },
};
