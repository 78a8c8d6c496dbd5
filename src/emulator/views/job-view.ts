import type { WireCountsByState, WireJob, WireTaskCounts } from '../../wire/job.ts';
import { LONGEST_SPAN } from '../world/constraints.ts';
import type { Job } from '../world/world.ts';
import { dataPlaneUrl } from './data-plane-url.ts';

/** The defaults that the service adds, as recorded answers show. */
const DEFAULTS = { usesTaskDependencies: false, onTaskFailure: 'noaction' } as const;
const UNLIMITED = { maxWallClockTime: LONGEST_SPAN, maxTaskRetryCount: 0 } as const;

/** A job as the data plane shows it. */
export function toWireJob(job: Job, baseUrl: string): WireJob {
  return {
    ...DEFAULTS,
    ...job.properties,
    constraints: { ...UNLIMITED, ...(job.properties['constraints'] as object | undefined) },
    id: job.id,
    url: dataPlaneUrl(baseUrl, 'jobs', job.id),
    eTag: job.eTag,
    lastModified: job.lastModified,
    creationTime: job.creationTime,
    state: job.state,
    stateTransitionTime: job.stateTransitionTime,
    ...(job.previousState !== undefined && { previousState: job.previousState }),
    ...(job.previousStateTransitionTime !== undefined && {
      previousStateTransitionTime: job.previousStateTransitionTime,
    }),
    priority: job.priority,
    maxParallelTasks: job.maxParallelTasks,
    poolInfo: { poolId: job.poolId },
    onAllTasksComplete: job.onAllTasksComplete,
    executionInfo: {
      startTime: job.creationTime,
      ...(job.endTime !== undefined && { endTime: job.endTime }),
      poolId: job.poolId,
      // "This property is set only if the Job is in the completed state."
      ...(job.state === 'completed' && job.terminateReason !== undefined && { terminateReason: job.terminateReason }),
    },
  };
}

/** How many tasks and slots of a job are in each state. */
export function toWireTaskCounts({ counts }: Job): WireTaskCounts {
  return { taskCounts: byState(counts, 'tasks'), taskSlotCounts: byState(counts, 'slots') };
}

function byState(counts: Job['counts'], unit: 'tasks' | 'slots'): WireCountsByState {
  const [succeeded, failed] = [counts.succeeded[unit], counts.failed[unit]];
  return {
    active: counts.active[unit],
    running: counts.running[unit],
    completed: succeeded + failed,
    succeeded,
    failed,
  };
}
