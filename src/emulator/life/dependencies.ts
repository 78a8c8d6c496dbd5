import type { WireExitConditions, WireExitOptions, WireTaskDependencies } from '../../wire/task.ts';
import type { Job, Task } from '../world/world.ts';

/**
 * May a task run as far as the tasks go that it depends on? "All Tasks in this list must complete successfully before the
 * dependent Task can be scheduled", and those of the ranges too, unless their exit conditions say otherwise.
 * https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#batchtaskdependencies (api-version 2025-06-01)
 */
export function isSatisfied({ job, properties }: Task): boolean {
  const dependsOn = properties['dependsOn'] as WireTaskDependencies | undefined;
  if (dependsOn === undefined) return true;
  const { taskIds = [], taskIdRanges = [] } = dependsOn;
  return taskIds.every((id) => letsGo(job, id)) && taskIdRanges.every((range) => rangeLetsGo(job, range));
}

/** "If a range has start 9 and end 12, then it represents Tasks '9', '10', '11' and '12'." */
function rangeLetsGo(job: Job, { start, end }: { readonly start: number; readonly end: number }): boolean {
  for (let id = start; id <= end; id += 1) if (!letsGo(job, String(id))) return false;
  return true;
}

// assumed: a task waits for one that does not exist yet, or no longer.
function letsGo(job: Job, id: string): boolean {
  const parent = job.tasks.get(id.toLowerCase());
  return parent?.state === 'completed' && actionOf(parent) === 'satisfy';
}

/**
 * "The default is Satisfy for exit code 0, and Block for all other exit conditions."
 * https://learn.microsoft.com/dotnet/api/microsoft.azure.batch.exitoptions.dependencyaction
 */
function actionOf({ execution, properties }: Task): 'satisfy' | 'block' {
  const { exitCode, result } = execution;
  const conditions = (properties['exitConditions'] ?? {}) as WireExitConditions;
  const options = optionsFor(exitCode, conditions);
  // "If you want non-default behavior on exit code 0, you must list it explicitly."
  if (result === 'success') return options?.dependencyAction ?? 'satisfy';
  return (options ?? conditions.default)?.dependencyAction ?? 'block';
}

function optionsFor(exitCode: number | undefined, conditions: WireExitConditions): WireExitOptions | undefined {
  if (exitCode === undefined) return conditions.preProcessingError;
  const ofCode = conditions.exitCodes?.find(({ code }) => code === exitCode);
  const ofRange = conditions.exitCodeRanges?.find(({ start, end }) => start <= exitCode && exitCode <= end);
  return (ofCode ?? ofRange)?.exitOptions;
}
