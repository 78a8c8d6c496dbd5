import * as z from 'zod';
import { KEPT, TASK_CONSTRAINTS } from '../../bodies/common-schemas.ts';
import { NEW_TASK } from '../../bodies/task-schema.ts';
import { BatchError } from '../../http/batch-error.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupTask } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { requireThere } from '../../rules/job-rules.ts';
import { touch } from '../../world/stamp.ts';

/** A whole task may be sent back as it was read: the specification marks all but the constraints as read-only. */
const BODY = z.strictObject({
  ...Object.fromEntries(Object.keys(NEW_TASK.shape).map((name) => [name, KEPT])),
  'odata.metadata': KEPT,
  url: KEPT,
  eTag: KEPT,
  lastModified: KEPT,
  creationTime: KEPT,
  state: KEPT,
  stateTransitionTime: KEPT,
  previousState: KEPT,
  previousStateTransitionTime: KEPT,
  executionInfo: KEPT,
  nodeInfo: KEPT,
  stats: KEPT,
  constraints: TASK_CONSTRAINTS.optional(),
});

/**
 * PUT /jobs/{jobId}/tasks/{taskId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/replace-task
 */
export const replaceTask: Operation = {
  name: 'Tasks_ReplaceTask',
  plane: 'data',
  method: 'PUT',
  path: '/jobs/{jobId}/tasks/{taskId}',
  handle: ({ path, headers, body }, { account, world }) => {
    const task = lookupTask(account, path);
    requireConditions(headers, task);
    const { constraints } = readBody(body, BODY);
    requireThere(task.job);
    // assumed: a task that is over has nothing left that its constraints could limit.
    if (task.state === 'completed') throw new BatchError('TaskCompleted');
    const { constraints: _, ...kept } = task.properties;
    task.properties = { ...kept, ...(constraints !== undefined && { constraints }) };
    touch(world, task);
    return { status: 200, headers: entityHeaders(task) };
  },
};
