import type { CountedTasks } from '../../../core/demand/job-work.ts';
import type { TaskLoad } from '../../../core/demand/task-load.ts';
import { membersOf } from './members-of.ts';

/**
 * Parses the task counts of a job; missing or invalid members count as not known. Before 2020-09-01.12.0 the response was the
 * counts themselves, and each task had one slot.
 * https://learn.microsoft.com/rest/api/batchservice/jobs/get-job-task-counts (api-version 2025-06-01)
 */
export function fromWireTaskCounts(wire: unknown): CountedTasks {
  const { taskCounts = wire, taskSlotCounts = taskCounts } = membersOf(wire);
  const [tasks, slots] = [membersOf(taskCounts), membersOf(taskSlotCounts)];
  return {
    active: loadOf(tasks['active'], slots['active']),
    running: loadOf(tasks['running'], slots['running']),
    completed: isCount(tasks['completed']) ? tasks['completed'] : undefined,
  };
}

function loadOf(tasks: unknown, slots: unknown): TaskLoad | undefined {
  return isCount(tasks) && isCount(slots) ? { tasks, slots } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
