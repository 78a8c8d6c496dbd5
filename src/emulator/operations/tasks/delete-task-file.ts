import { lookupTask } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { requireDeletableFile, requireTaskFiles } from '../../rules/file-rules.ts';
import { taskFolder } from '../../world/files.ts';
import { findPool } from '../../world/find.ts';

/**
 * DELETE /jobs/{jobId}/tasks/{taskId}/files/{filePath} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/delete-task-file
 */
export const deleteTaskFile: Operation = {
  name: 'Tasks_DeleteTaskFile',
  plane: 'data',
  method: 'DELETE',
  path: '/jobs/{jobId}/tasks/{taskId}/files/{filePath}',
  handle: ({ path, query }, { account }) => {
    const task = lookupTask(account, path);
    const files = requireTaskFiles(findPool(account, task.job.poolId), task);
    const { name } = requireDeletableFile(files, path['filePath'], query['recursive']);
    task.node?.machine.deletedFiles.add(`${taskFolder(task)}/${name}`);
    return { status: 200 };
  },
};
