import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { type Filterable, NUMBER, TEXT, TIME, WORD } from '../../odata/filter.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireTask } from '../../views/task-view.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, tasks */
const FILTERABLE: Filterable = {
  id: TEXT,
  state: WORD,
  stateTransitionTime: TIME,
  creationTime: TIME,
  lastModified: TIME,
  // So the page names it; the member of a task is lastModified.
  lastModifiedTime: { ...TIME, member: 'lastModified' },
  'executionInfo/startTime': TIME,
  'executionInfo/endTime': TIME,
  'executionInfo/exitCode': NUMBER,
  'executionInfo/result': WORD,
};

/**
 * GET /jobs/{jobId}/tasks (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/tasks/list-tasks
 */
export const listTasks: Operation = {
  name: 'Tasks_ListTasks',
  plane: 'data',
  method: 'GET',
  path: '/jobs/{jobId}/tasks',
  handle: (request, { account }) => {
    const job = lookupJob(account, request.path);
    return listAnswer(request, {
      items: job.tasks,
      view: (task) => toWireTask(task, request.baseUrl),
      filterable: FILTERABLE,
      collection: 'tasks',
      path: `/jobs/${job.id}/tasks`,
      largestPage: 1000,
    });
  },
};
