import { BatchError } from '../http/batch-error.ts';
import type { Job } from '../world/world.ts';

/**
 * Refuses changes to a job that has ended or is ending: it "will not accept any more Tasks or any further changes"
 * (https://learn.microsoft.com/rest/api/batchservice/jobs/get-job#batchjobstate).
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

/**
 * "You may not change the value from terminatejob to noaction … If you try to do this, the request fails with an 'invalid
 * property value' error response" (https://learn.microsoft.com/rest/api/batchservice/jobs/update-job, 2025-06-01).
 * @throws BatchError InvalidPropertyValue
 */
export function checkCompletion(job: Job, wanted: Job['onAllTasksComplete'] | undefined): void {
  if (job.onAllTasksComplete === 'terminatejob' && wanted === 'noaction') {
    throw new BatchError(
      'InvalidPropertyValue',
      ['PropertyName', 'onAllTasksComplete'],
      ['PropertyValue', wanted],
      ['Reason', 'The value cannot be changed from terminatejob to noaction.'],
    );
  }
}

/**
 * Refuses changes that require a disabled job.
 * @throws BatchError OperationInvalidForCurrentState
 */
export function requireDisabled({ state }: Job): void {
  // assumed: the failure is documented, the code is not.
  if (state !== 'disabled') throw new BatchError('OperationInvalidForCurrentState', ['JobState', state]);
}
