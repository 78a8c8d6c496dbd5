import type { WireSubtask } from '../../wire/node-file.ts';
import type { Task } from '../world/world.ts';
import { dataPlaneUrl } from './data-plane-url.ts';

/**
 * The subtasks of a task as the data plane shows them: a task with `numberOfInstances` has one less than that, numbered from 1;
 * any other task has none. On purpose: they run on the node of their task and end with it, because a task uses only one node
 * here.
 */
export function toWireSubtasks(
  { properties, state, execution, node, stateTransitionTime }: Task,
  baseUrl: string,
): readonly WireSubtask[] {
  const settings = properties['multiInstanceSettings'] as { readonly numberOfInstances?: number } | undefined;
  if (node === undefined || execution.startTime === undefined || (state !== 'running' && state !== 'completed'))
    return [];
  const { startTime, endTime, exitCode, result } = execution;
  const nodeInfo = {
    nodeId: node.id,
    poolId: node.pool,
    nodeUrl: dataPlaneUrl(baseUrl, 'pools', node.pool, 'nodes', node.id),
    affinityId: `TVM:${node.id}`,
  };
  return Array.from({ length: Math.max(0, (settings?.numberOfInstances ?? 1) - 1) }, (_, index) => ({
    id: index + 1,
    state,
    stateTransitionTime,
    startTime,
    ...(endTime !== undefined && { endTime }),
    ...(exitCode !== undefined && { exitCode }),
    ...(result !== undefined && { result }),
    nodeInfo,
  }));
}
