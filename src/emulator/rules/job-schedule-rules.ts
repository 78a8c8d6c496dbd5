import { BatchError } from '../http/batch-error.ts';
import type { JobSchedule } from '../world/world.ts';

/**
 * Refuses changes to a job schedule that has ended or is ending.
 * @throws BatchError JobScheduleCompleted, JobScheduleBeingTerminated, JobScheduleBeingDeleted
 */
export function requireOpenSchedule(schedule: JobSchedule): void {
  requireScheduleThere(schedule);
  if (schedule.state === 'completed') throw new BatchError('JobScheduleCompleted');
  if (schedule.state === 'terminating') throw new BatchError('JobScheduleBeingTerminated');
}

/** @throws BatchError JobScheduleBeingDeleted */
export function requireScheduleThere({ state }: JobSchedule): void {
  if (state === 'deleting') throw new BatchError('JobScheduleBeingDeleted');
}
