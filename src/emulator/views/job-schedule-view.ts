import type { WireJobSchedule } from '../../wire/job-schedule.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { JobSchedule } from '../world/world.ts';
import { dataPlaneUrl } from './data-plane-url.ts';

/** A job schedule as the data plane shows it. */
export function toWireJobSchedule(schedule: JobSchedule, baseUrl: string): WireJobSchedule {
  const { nextRun, recentJobId, endTime, previousState, previousStateTransitionTime } = schedule;
  return {
    ...schedule.properties,
    id: schedule.id,
    url: dataPlaneUrl(baseUrl, 'jobschedules', schedule.id),
    eTag: schedule.eTag,
    lastModified: schedule.lastModified,
    creationTime: schedule.creationTime,
    state: schedule.state,
    stateTransitionTime: schedule.stateTransitionTime,
    ...(previousState !== undefined && { previousState }),
    ...(previousStateTransitionTime !== undefined && { previousStateTransitionTime }),
    schedule: schedule.recurrence,
    jobSpecification: {
      priority: 0,
      maxParallelTasks: -1,
      usesTaskDependencies: false,
      onAllTasksComplete: 'noaction',
      onTaskFailure: 'noaction',
      ...schedule.specification,
    },
    executionInfo: {
      ...(nextRun !== undefined && { nextRunTime: toWireTime(nextRun) }),
      ...(recentJobId !== undefined && {
        recentJob: { id: recentJobId, url: dataPlaneUrl(baseUrl, 'jobs', recentJobId) },
      }),
      ...(endTime !== undefined && { endTime }),
    },
  };
}
