import { NODE_STATES, type NodeState } from '../../../core/pool/node-state.ts';
import type { NodeSnapshot } from '../../../core/pool/snapshot.ts';
import { millisecondsFromWire } from './from-wire-time.ts';

/** The members of a node that `fromWireNode` reads. */
export const NODE_MEMBERS =
  'id,state,stateTransitionTime,schedulingState,isDedicated,runningTasksCount,lastBootTime,totalTasksRun,totalTasksSucceeded';

/** States by name, so that nodes share one string for each state. */
const STATES: ReadonlyMap<string, NodeState> = new Map(NODE_STATES.map((state) => [state, state]));

/**
 * Parses a node. Missing or invalid members count as not known, and an unlisted state as `unknown`. `undefined` without an id.
 */
export function fromWireNode(wire: unknown): NodeSnapshot | undefined {
  const node = (typeof wire === 'object' && wire !== null ? wire : {}) as Readonly<Record<string, unknown>>;
  const { id, state, stateTransitionTime, schedulingState, isDedicated, runningTasksCount, lastBootTime } = node;
  if (typeof id !== 'string' || id === '') return undefined;
  const { failedTasks, succeededTasks } = tasksOf(node);
  return {
    id,
    state: fromWireState(state),
    stateSince: millisecondsFromWire(stateTransitionTime),
    dedicated: typeof isDedicated === 'boolean' ? isDedicated : undefined,
    schedulingEnabled:
      schedulingState === 'enabled' || schedulingState === 'disabled' ? schedulingState === 'enabled' : undefined,
    runningTasks: typeof runningTasksCount === 'number' ? runningTasksCount : undefined,
    bootedAt: millisecondsFromWire(lastBootTime),
    failedTasks,
    succeededTasks,
  };
}

const NO_TASKS = { failedTasks: undefined, succeededTasks: undefined };

/**
 * "totalTasksRun: The total number of Job Tasks completed on the Compute Node", "totalTasksSucceeded: … which completed
 * successfully (with exitCode 0)" (https://learn.microsoft.com/rest/api/batchservice/nodes/get-node, api-version 2025-06-01).
 */
function tasksOf({ totalTasksRun, totalTasksSucceeded }: Readonly<Record<string, unknown>>) {
  if (typeof totalTasksRun !== 'number' || typeof totalTasksSucceeded !== 'number') return NO_TASKS;
  return { failedTasks: Math.max(0, totalTasksRun - totalTasksSucceeded), succeededTasks: totalTasksSucceeded };
}

/** A state in any letter case. */
export function fromWireState(state: unknown): NodeState {
  return (typeof state === 'string' ? STATES.get(state.toLowerCase()) : undefined) ?? 'unknown';
}
