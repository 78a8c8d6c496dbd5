import { lookupTask } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { requireFile, requireTaskFiles } from '../../rules/file-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';
import { fileAnswer } from '../../views/file-view.ts';
import { findPool } from '../../world/find.ts';

/**
 * GET /jobs/{jobId}/tasks/{taskId}/files/{filePath} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/get-task-file
 */
export const getTaskFile: Operation = {
  name: 'Tasks_GetTaskFile',
  plane: 'data',
  method: 'GET',
  path: '/jobs/{jobId}/tasks/{taskId}/files/{filePath}',
  handle: ({ path, headers, baseUrl }, { account }) => {
    const task = lookupTask(account, path);
    const file = requireFile(requireTaskFiles(findPool(account, task.job.poolId), task), path['filePath']);
    const folder = dataPlaneUrl(baseUrl, 'jobs', task.job.id, 'tasks', task.id, 'files');
    return fileAnswer(file, { folder, range: headers['ocp-range'], withContent: true });
  },
};
