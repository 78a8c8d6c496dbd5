import type { WireTask } from '../../wire/task.ts';
import type { Node, Task } from '../world/world.ts';
import { dataPlaneUrl } from './data-plane-url.ts';

/** A task as the data plane shows it. */
export function toWireTask(task: Task, baseUrl: string): WireTask {
  return {
    ...task.properties,
    id: task.id,
    url: taskUrl(task, baseUrl),
    eTag: task.eTag,
    lastModified: task.lastModified,
    creationTime: task.creationTime,
    state: task.state,
    stateTransitionTime: task.stateTransitionTime,
    ...(task.previousState !== undefined && { previousState: task.previousState }),
    ...(task.previousStateTransitionTime !== undefined && {
      previousStateTransitionTime: task.previousStateTransitionTime,
    }),
    commandLine: task.commandLine,
    requiredSlots: task.requiredSlots,
    executionInfo: task.execution,
    ...(task.node !== undefined && { nodeInfo: nodeInfo(task.node, baseUrl) }),
  };
}

/** The address of a task. */
export function taskUrl({ job, id }: Task, baseUrl: string): string {
  return dataPlaneUrl(baseUrl, 'jobs', job.id, 'tasks', id);
}

function nodeInfo({ id, pool }: Node, baseUrl: string) {
  return {
    affinityId: `TVM:${id}`,
    nodeUrl: dataPlaneUrl(baseUrl, 'pools', pool, 'nodes', id),
    poolId: pool,
    nodeId: id,
  };
}
