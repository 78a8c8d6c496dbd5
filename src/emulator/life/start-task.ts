import type { WireStartTaskInfo } from '../../wire/node.ts';
import type { WireTaskFailure } from '../../wire/task.ts';
import { commandDuration, commandExitCode, retryDuration } from '../world/command-line.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Node, Pool, World } from '../world/world.ts';
import { enterState, expectStep, readyState } from './node-life.ts';

/**
 * Do nodes of a pool wait for a start task? "If true and the StartTask fails on a Node, the Batch service retries … The
 * default is true." https://learn.microsoft.com/rest/api/batchservice/pools/get-pool#batchstarttask (api-version 2025-06-01)
 */
export function waitsForStartTask({ settings: { startTask } }: Pool): boolean {
  return startTask !== undefined && startTask.waitForSuccess !== false;
}

/**
 * Ends a run of a node's start task: the node is ready, the task is tried again "up to its maximum retry count
 * (maxTaskRetryCount)", or the node is `starttaskfailed` (same page). A count of -1 is without limit.
 */
export function finishStartTask(world: World, pool: Pool, node: Node): void {
  const { commandLine = '', maxTaskRetryCount = 0 } = pool.settings.startTask ?? {};
  const exitCode = node.machine.failsStartTask ? 1 : commandExitCode(commandLine);
  const info = startedAt(node);
  const now = toWireTime(world.now);
  if (exitCode !== 0 && (maxTaskRetryCount === -1 || info.retryCount < maxTaskRetryCount)) {
    node.startTaskInfo = { ...info, state: 'running', retryCount: info.retryCount + 1, lastRetryTime: now };
    return expectStep(world, node, retryDuration(commandDuration(commandLine)));
  }
  const ended = { ...info, state: 'completed', endTime: now, exitCode } as const;
  if (exitCode === 0) {
    node.startTaskInfo = { ...ended, result: 'success' };
    return enterState(world, pool, { node, state: readyState(node) });
  }
  node.startTaskInfo = { ...ended, result: 'failure', failureInfo: FAILED };
  return enterState(world, pool, { node, state: 'starttaskfailed' });
}

/** As of a task: https://learn.microsoft.com/rest/api/batchservice/nodes/get-node#batchtaskfailureinfo (api-version 2025-06-01). */
const FAILED: WireTaskFailure = {
  category: 'usererror',
  code: 'FailureExitCode',
  message: 'The task exited with an exit code representing a failure',
};

function startedAt({ startTaskInfo, stateTransitionTime }: Node): WireStartTaskInfo {
  return startTaskInfo ?? { state: 'running', startTime: stateTransitionTime, retryCount: 0 };
}
