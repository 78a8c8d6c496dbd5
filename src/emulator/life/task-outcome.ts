import { Temporal } from 'temporal-polyfill';
import type { WireTaskExecution, WireTaskFailure } from '../../wire/task.ts';
import { commandDuration, commandExitCode, retryDuration } from '../world/command-line.ts';
import { retriesOf, wallClockLimit } from '../world/constraints.ts';
import type { Task } from '../world/world.ts';

/** How a task ends. */
export type TaskOutcome = Pick<WireTaskExecution, 'exitCode' | 'result' | 'failureInfo'>;

/** Code and message as clients of the service have them in their records. */
const ENDED: WireTaskFailure = {
  category: 'usererror',
  code: 'TaskEnded',
  message: 'Task Was Ended by User Request',
};

// assumed: "you may see an operating system-defined exit code" (get-task); which one is not said.
const KILLED = -1;

/** The duration of a run: that of its command, limited by its constraints. */
export function runTimeOf(task: Task): Temporal.Duration {
  const [wanted, limit] = [commandDuration(task.commandLine), wallClockLimit(task)];
  const duration = limit !== undefined && Temporal.Duration.compare(limit, wanted) < 0 ? limit : wanted;
  return task.execution.retryCount > 0 ? retryDuration(duration) : duration;
}

/** The outcome of a run that is not interrupted. */
export function outcomeOf(task: Task): TaskOutcome {
  if (Temporal.Duration.compare(runTimeOf(task), commandDuration(task.commandLine)) < 0) {
    const value = 'The maximum execution time configured on the task was exceeded';
    return { exitCode: KILLED, result: 'failure', failureInfo: { ...ENDED, details: [{ name: 'Message', value }] } };
  }
  const exitCode = commandExitCode(task.commandLine);
  if (exitCode === 0) return { exitCode, result: 'success' };
  return {
    exitCode,
    result: 'failure',
    failureInfo: {
      category: 'usererror',
      code: 'FailureExitCode',
      message: 'The task exited with an exit code representing a failure',
    },
  };
}

/** The outcome of a task that a request ends; without an exit code if it did not run. */
export function endedByUser(task: Task): TaskOutcome {
  return { ...(task.state === 'running' && { exitCode: KILLED }), result: 'failure', failureInfo: ENDED };
}

/** Is a task tried again after a run? "The Batch service retries a Task if its exit code is nonzero", not if its time was up. */
export function isRetried(task: Task, { failureInfo }: TaskOutcome): boolean {
  const retries = retriesOf(task);
  return failureInfo?.code === 'FailureExitCode' && (retries === -1 || task.execution.retryCount < retries);
}
