import type { ApiVersion } from '../../wire/api-version.ts';
import type { WireNode, WireNodeState } from '../../wire/node.ts';
import { isSince } from '../http/api-versions.ts';
import { imageOf } from '../world/images.ts';
import type { Node, Pool } from '../world/world.ts';
import { dataPlaneUrl } from './data-plane-url.ts';
import { startTaskMember } from './start-task-view.ts';
import { shownVmSize } from './vm-size.ts';

// assumed: any version will do; a node gets a newer agent only when its pool is created again.
const AGENT_VERSION = '1.12.15.0';

/** The version of the caller: older versions see fewer states. */
export interface Viewer {
  readonly baseUrl: string;
  readonly version: ApiVersion;
}

/** A node as the data plane shows it. */
export function toWireNode(node: Node, pool: Pool, { baseUrl, version }: Viewer): WireNode {
  const { virtualMachineConfiguration } = pool.settings.deploymentConfiguration;
  const running = [...node.running];
  return {
    id: node.id,
    url: dataPlaneUrl(baseUrl, 'pools', pool.id, 'nodes', node.id),
    state: stateFor(version, node),
    schedulingState: node.schedulingEnabled ? 'enabled' : 'disabled',
    stateTransitionTime: node.stateTransitionTime,
    ...(node.lastBootTime !== undefined && { lastBootTime: node.lastBootTime }),
    allocationTime: node.allocationTime,
    ipAddress: node.ipAddress,
    affinityId: `TVM:${node.id}`,
    vmSize: shownVmSize(pool),
    totalTasksRun: node.totalTasksRun,
    totalTasksSucceeded: node.totalTasksSucceeded,
    runningTasksCount: running.length,
    runningTaskSlotsCount: running.reduce((sum, { requiredSlots }) => sum + requiredSlots, 0),
    isDedicated: node.isDedicated,
    ...(node.recent.length > 0 && { recentTasks: node.recent.map((task) => recentTask(task, baseUrl)) }),
    ...startTaskMember(pool),
    ...(node.startTaskInfo !== undefined && { startTaskInfo: node.startTaskInfo }),
    ...(node.errors.length > 0 && { errors: node.errors }),
    nodeAgentInfo: { version: AGENT_VERSION, lastUpdateTime: node.allocationTime },
    ...(virtualMachineConfiguration !== undefined && {
      virtualMachineInfo: { imageReference: imageReferenceOf(pool, node) },
    }),
  };
}

/**
 * The state that a version of the API shows: "For previous versions, `deallocating` will appear as the node's previous
 * state, and `deallocated` will show as `offline`" (Use Start/Deallocate operation with Batch nodes); before 2023-11-01
 * a node under an OS upgrade shows as `rebooting` (Create an Azure Batch pool with Auto OS Upgrade).
 */
export function stateFor(
  version: ApiVersion,
  { state, previousState }: Pick<Node, 'state' | 'previousState'>,
): WireNodeState {
  if (state === 'upgradingos') return isSince(version, '2023-11-01.18.0') ? state : 'rebooting';
  if (isSince(version, '2024-07-01.20.0')) return state;
  if (state === 'deallocating') return stateFor(version, { state: previousState, previousState: 'idle' });
  return state === 'deallocated' ? 'offline' : state;
}

/** "exactVersion: The specific version of the platform image … used to create the node" (BatchVmImageReference). */
function imageReferenceOf(pool: Pool, { machine }: Node): Readonly<Record<string, unknown>> {
  const image = { ...imageOf(pool) };
  return image.publisher === undefined ? image : { ...image, exactVersion: machine.imageVersion };
}

function recentTask({ job, id, state, execution }: Node['recent'][number], baseUrl: string) {
  return {
    taskUrl: dataPlaneUrl(baseUrl, 'jobs', job.id, 'tasks', id),
    jobId: job.id,
    taskId: id,
    taskState: state,
    executionInfo: execution,
  };
}
