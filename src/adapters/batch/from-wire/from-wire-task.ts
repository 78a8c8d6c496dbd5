import type { Dependencies, OpenTask } from '../../../core/demand/runnable.ts';
import { dependencyActionOf } from './dependency-action.ts';
import { fromWireTime } from './from-wire-time.ts';
import { itemsOf, membersOf } from './members-of.ts';

/**
 * The members of a task that `fromWireTask` reads.
 * https://learn.microsoft.com/rest/api/batchservice/tasks/get-task#batchtask (api-version 2025-06-01)
 */
export const TASK_MEMBERS = 'id,state,requiredSlots,dependsOn,multiInstanceSettings,executionInfo,exitConditions';

/**
 * A filter for tasks that have not ended, and for failed tasks, whose dependents may never start.
 * https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch
 */
export const OPEN_TASKS =
  "state eq 'active' or state eq 'preparing' or state eq 'running' or executionInfo/result eq 'failure'";

/**
 * Parses a task. `undefined` without an id, and for a task that has ended and blocks no other: a failed one does, unless its
 * exit conditions let dependent tasks run.
 */
export function fromWireTask(wire: unknown): OpenTask | undefined {
  const task = membersOf(wire);
  const { id, requiredSlots, dependsOn, multiInstanceSettings } = task;
  const state = openState(task);
  if (typeof id !== 'string' || id === '' || state === undefined) return undefined;
  return {
    id,
    state,
    requiredSlots: positive(requiredSlots),
    instances: positive(membersOf(multiInstanceSettings)['numberOfInstances']),
    dependsOn: fromWireDependencies(dependsOn),
    startedAt: fromWireTime(membersOf(task['executionInfo'])['startTime']),
  };
}

function openState(task: Readonly<Record<string, unknown>>): OpenTask['state'] | undefined {
  const { state, executionInfo, exitConditions } = task;
  if (state === 'active') return 'active';
  if (state === 'running' || state === 'preparing') return 'running';
  if (membersOf(executionInfo)['result'] !== 'failure') return undefined;
  return dependencyActionOf(executionInfo, exitConditions) === 'satisfy' ? undefined : 'failed';
}

function fromWireDependencies(wire: unknown): Dependencies | undefined {
  const { taskIds, taskIdRanges } = membersOf(wire);
  const ids = itemsOf(taskIds).filter((id) => typeof id === 'string');
  const ranges = itemsOf(taskIdRanges).flatMap((range) => {
    const { start, end } = membersOf(range);
    return typeof start === 'number' && typeof end === 'number' ? [{ start, end }] : [];
  });
  return ids.length + ranges.length === 0 ? undefined : { taskIds: ids, taskIdRanges: ranges };
}

/** Both numbers are 1 by default. */
function positive(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : 1;
}
