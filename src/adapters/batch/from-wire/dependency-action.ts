import { itemsOf, membersOf } from './members-of.ts';

/**
 * What happens to the tasks that depend on a failed one: the action of its exit conditions for this kind of failure; otherwise
 * their default action; otherwise `block`: "The default is Satisfy for exit code 0, and Block for all other exit conditions."
 * https://learn.microsoft.com/dotnet/api/microsoft.azure.batch.exitoptions.dependencyaction
 * https://learn.microsoft.com/rest/api/batchservice/tasks/get-task#exitconditions (api-version 2025-06-01)
 */
export function dependencyActionOf(executionInfo: unknown, exitConditions: unknown): 'satisfy' | 'block' {
  const conditions = membersOf(exitConditions);
  const options = optionsFor(membersOf(executionInfo)['exitCode'], conditions) ?? conditions['default'];
  return membersOf(options)['dependencyAction'] === 'satisfy' ? 'satisfy' : 'block';
}

function optionsFor(exitCode: unknown, conditions: Readonly<Record<string, unknown>>): unknown {
  // assumed: a task without an exit code never started its command line.
  if (typeof exitCode !== 'number') return conditions['preProcessingError'];
  const ofCode = itemsOf(conditions['exitCodes']).map(membersOf);
  const ofRange = itemsOf(conditions['exitCodeRanges']).map(membersOf);
  const match =
    ofCode.find(({ code }) => code === exitCode) ??
    ofRange.find(({ start, end }) => Number(start) <= exitCode && exitCode <= Number(end));
  // "If the Task exited with an exit code that was specified …, the action specified by the exit code takes precedence."
  return match?.['exitOptions'] ?? (exitCode === 0 ? conditions['fileUploadError'] : undefined);
}
