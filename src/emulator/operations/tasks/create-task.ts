import { NEW_TASK } from '../../bodies/task-schema.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { dispatch } from '../../life/dispatch.ts';
import { addNewTask } from '../../life/new-task.ts';
import { checkNewTask } from '../../rules/task-rules.ts';
import { taskUrl } from '../../views/task-view.ts';
import { findPool } from '../../world/find.ts';

/**
 * POST /jobs/{jobId}/tasks (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/create-task
 */
export const createTask: Operation = {
  name: 'Tasks_CreateTask',
  plane: 'data',
  method: 'POST',
  path: '/jobs/{jobId}/tasks',
  handle: ({ path, body, baseUrl }, { account, world }) => {
    const job = lookupJob(account, path);
    const wanted = readBody(body, NEW_TASK);
    checkNewTask(job, wanted);
    const task = addNewTask(world, account, { job, wanted });
    const pool = findPool(account, job.poolId);
    if (pool !== undefined) dispatch(world, pool);
    return { status: 201, headers: { ...entityHeaders(task), location: taskUrl(task, baseUrl) } };
  },
};
