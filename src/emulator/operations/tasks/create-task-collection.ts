import * as z from 'zod';
import type { WireTaskAddResult } from '../../../wire/task.ts';
import { NEW_TASK } from '../../bodies/task-schema.ts';
import { BatchError } from '../../http/batch-error.ts';
import { lookupJob } from '../../http/lookup.ts';
import type { Operation, OperationContext, OperationRequest } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { dispatch } from '../../life/dispatch.ts';
import { addNewTask } from '../../life/new-task.ts';
import { checkNewTask } from '../../rules/task-rules.ts';
import { taskUrl } from '../../views/task-view.ts';
import { findPool } from '../../world/find.ts';
import type { Job } from '../../world/world.ts';

/** "The total serialized size of this collection must be less than 1MB." (page below) */
const LARGEST = 1024 * 1024;

/** "The collection of Tasks to add. The maximum count of Tasks is 100." (page below) */
const BODY = z.strictObject({ value: z.array(NEW_TASK).max(100) });

/**
 * POST /jobs/{jobId}/addtaskcollection (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/create-task-collection
 */
export const createTaskCollection: Operation = {
  name: 'Tasks_CreateTaskCollection',
  plane: 'data',
  method: 'POST',
  path: '/jobs/{jobId}/addtaskcollection',
  handle: (request, context) => {
    const job = lookupJob(context.account, request.path);
    if (request.size >= LARGEST) throw new BatchError('RequestBodyTooLarge');
    const { value } = readBody(request.body, BODY);
    const results = value.map((wanted) => addOne({ job, wanted }, request, context));
    const pool = findPool(context.account, job.poolId);
    if (pool !== undefined) dispatch(context.world, pool);
    return { status: 200, body: { value: results } };
  },
};

/** Each task of a collection stands for itself: one that cannot be added is said so and the others are added. */
function addOne(
  task: { readonly job: Job; readonly wanted: z.infer<typeof NEW_TASK> },
  { baseUrl }: OperationRequest,
  { world, account }: OperationContext,
): WireTaskAddResult {
  try {
    checkNewTask(task.job, task.wanted);
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    const { code, message } = error;
    return {
      status: 'clienterror',
      taskId: task.wanted.id,
      error: { code, message: { lang: 'en-us', value: message } },
    };
  }
  const added = addNewTask(world, account, task);
  const { id, eTag, lastModified } = added;
  return { status: 'success', taskId: id, eTag, lastModified, location: taskUrl(added, baseUrl) };
}
