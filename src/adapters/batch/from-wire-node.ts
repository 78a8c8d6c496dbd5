import { NODE_STATES, type NodeState } from '../../core/pool/node-state.ts';
import type { NodeSnapshot } from '../../core/pool/snapshot.ts';
import { millisecondsFromWire } from './from-wire-time.ts';

/** The members of a node that `fromWireNode` reads. */
export const NODE_MEMBERS =
  'id,state,stateTransitionTime,schedulingState,isDedicated,runningTasksCount,lastBootTime,totalTasksRun,totalTasksSucceeded';

const STATES: ReadonlySet<string> = new Set(NODE_STATES);

/**
 * A node as the service sends it, as far as it can be trusted: what is missing or makes no sense is not known, and a state
 * that we have no word for is `unknown`. `undefined` for something without an id.
 */
export function fromWireNode(wire: unknown): NodeSnapshot | undefined {
  const node = (typeof wire === 'object' && wire !== null ? wire : {}) as Readonly<Record<string, unknown>>;
  const { id, state, stateTransitionTime, schedulingState, isDedicated, runningTasksCount, lastBootTime } = node;
  if (typeof id !== 'string' || id === '') return undefined;
  return {
    id,
    state: fromWireState(state),
    stateSince: millisecondsFromWire(stateTransitionTime),
    dedicated: typeof isDedicated === 'boolean' ? isDedicated : undefined,
    schedulingEnabled:
      schedulingState === 'enabled' || schedulingState === 'disabled' ? schedulingState === 'enabled' : undefined,
    runningTasks: typeof runningTasksCount === 'number' ? runningTasksCount : undefined,
    bootedAt: millisecondsFromWire(lastBootTime),
    ...tasksOf(node),
  };
}

/**
 * "totalTasksRun: The total number of Job Tasks completed on the Compute Node", "totalTasksSucceeded: … which completed
 * successfully (with exitCode 0)" (https://learn.microsoft.com/rest/api/batchservice/nodes/get-node, api-version 2025-06-01).
 */
function tasksOf({
  totalTasksRun,
  totalTasksSucceeded,
}: Readonly<Record<string, unknown>>): Pick<NodeSnapshot, 'failedTasks' | 'succeededTasks'> {
  if (typeof totalTasksRun !== 'number' || typeof totalTasksSucceeded !== 'number') return {};
  return { failedTasks: Math.max(0, totalTasksRun - totalTasksSucceeded), succeededTasks: totalTasksSucceeded };
}

/** A state in any letter case. */
export function fromWireState(state: unknown): NodeState {
  const word = typeof state === 'string' ? state.toLowerCase() : '';
  return STATES.has(word) ? (word as NodeState) : 'unknown';
}
