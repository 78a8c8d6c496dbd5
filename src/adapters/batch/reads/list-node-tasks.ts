import type { Client } from '@azure-rest/core-client';
import type { NodeName, NodeTask } from '../../../ports/batch.ts';
import { findOne } from '../client/batch-failure.ts';
import { fromWireTime } from '../from-wire/from-wire-time.ts';
import { itemsOf, membersOf } from '../from-wire/members-of.ts';

/**
 * The tasks of a node; `undefined` if it or its pool does not exist. "recentTasks: A list of Tasks whose state has recently
 * changed" (https://learn.microsoft.com/rest/api/batchservice/nodes/get-node, api-version 2025-06-01). How many tasks the
 * service lists is not documented.
 * @throws AppError BatchUnavailable
 */
export async function listNodeTasks(
  client: Client,
  { poolId, nodeId }: NodeName,
): Promise<readonly NodeTask[] | undefined> {
  const what = `Reading the tasks of the node ${nodeId} of the pool ${poolId}`;
  const path = client.pathUnchecked('/pools/{poolId}/nodes/{nodeId}', poolId, nodeId);
  const wire = await findOne(what, nodeId, () => path.get({ queryParameters: { $select: 'id,recentTasks' } }));
  return wire && itemsOf(wire['recentTasks']).flatMap((wire) => fromWireTaskInfo(wire) ?? []);
}

function fromWireTaskInfo(wire: unknown): NodeTask | undefined {
  const { jobId, taskId, taskState, executionInfo } = membersOf(wire);
  if (typeof jobId !== 'string' || typeof taskId !== 'string') return undefined;
  const { startTime, endTime, exitCode } = membersOf(executionInfo);
  return {
    job: jobId,
    task: taskId,
    state: typeof taskState === 'string' ? taskState : 'unknown',
    startedAt: fromWireTime(startTime),
    endedAt: fromWireTime(endTime),
    exitCode: typeof exitCode === 'number' ? exitCode : undefined,
  };
}
