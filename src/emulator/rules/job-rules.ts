import { BatchError } from '../http/batch-error.ts';
import type { Job } from '../world/world.ts';

/**
 * Refuses what cannot be done to a job that is over or on its way there: it "will not accept any more Tasks or any further
 * changes" (https://learn.microsoft.com/rest/api/batchservice/jobs/get-job#batchjobstate).
 * @throws BatchError JobCompleted, JobBeingTerminated, JobBeingDeleted
 */
export function requireOpen(job: Job): void {
  requireThere(job);
  if (job.state === 'completed') throw new BatchError('JobCompleted');
  if (job.state === 'terminating') throw new BatchError('JobBeingTerminated');
}

/**
 * "All update operations on a Job that is in deleting state will fail with status code 409 (Conflict)"
 * (https://learn.microsoft.com/rest/api/batchservice/jobs/delete-job).
 * @throws BatchError JobBeingDeleted
 */
export function requireThere({ state }: Job): void {
  if (state === 'deleting') throw new BatchError('JobBeingDeleted');
}
