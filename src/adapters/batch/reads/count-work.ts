import pLimit from 'p-limit';
import { type ActiveJob, type CountedTasks, type JobWork, jobWorkOf } from '../../../core/demand/job-work.ts';
import type { OpenTask, TaskListing } from '../../../core/demand/runnable.ts';
import type { Connection } from '../client/batch-client.ts';
import { findInBatch } from '../client/batch-failure.ts';
import { fromWireTask, OPEN_TASKS, TASK_MEMBERS } from '../from-wire/from-wire-task.ts';
import { fromWireTaskCounts } from '../from-wire/from-wire-task-counts.ts';
import { listFirst } from './list-all.ts';

/** The most concurrent requests: each job needs one, and Batch throttles. */
const AT_ONCE = 10;

/** How many tasks of a job are listed: one page. */
const MOST_TASKS = 1000;

/**
 * The waiting and running work of each job, in order, without jobs that no longer exist. Each job costs one request; one more
 * if its tasks may depend on each other and some are active, because Batch also counts tasks as active that wait for others. If
 * a job has more than 1,000 open tasks, only the first are listed: these are certain, and the rest is left open.
 * @throws AppError BatchUnavailable at the first job that cannot be read; no more requests are made then
 */
export async function countWork(
  connection: Connection,
  account: string,
  jobs: readonly ActiveJob[],
): Promise<readonly JobWork[]> {
  const limit = pLimit(AT_ONCE);
  try {
    const work = await Promise.all(jobs.map((job) => limit(() => workOf(connection, account, job))));
    return work.filter((one) => one !== undefined);
  } catch (error) {
    limit.clearQueue();
    throw error;
  }
}

async function workOf(connection: Connection, account: string, job: ActiveJob): Promise<JobWork | undefined> {
  const counted = await countTasks(connection, account, job);
  if (counted === undefined) return undefined;
  const mayBeBlocked = job.usesTaskDependencies && counted.active?.tasks !== 0;
  if (!mayBeBlocked) return jobWorkOf(job, counted, undefined);
  const listing = await listOpenTasks(connection, account, job);
  return listing && jobWorkOf(job, counted, listing);
}

/** `undefined` if the job no longer exists. */
async function countTasks(
  { client }: Connection,
  account: string,
  { jobId }: ActiveJob,
): Promise<CountedTasks | undefined> {
  const what = `Counting the tasks of the job ${account}/${jobId}`;
  const answer = await findInBatch(what, () => client.pathUnchecked('/jobs/{jobId}/taskcounts', jobId).get());
  if (answer === undefined) return undefined;
  return fromWireTaskCounts(answer.body);
}

/** `undefined` if the job no longer exists. */
async function listOpenTasks(
  { client, endpoint }: Connection,
  account: string,
  { jobId }: ActiveJob,
): Promise<TaskListing | undefined> {
  const what = `Listing the tasks of the job ${account}/${jobId}`;
  const path = `/jobs/${encodeURIComponent(jobId)}/tasks`;
  const query = { $filter: OPEN_TASKS, $select: TASK_MEMBERS };
  const idOf = ({ id }: OpenTask) => id;
  const list = await listFirst(client, { what, path, query, endpoint, read: fromWireTask, idOf }, MOST_TASKS);
  return list && { tasks: list.items, complete: list.complete };
}
