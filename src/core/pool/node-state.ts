/**
 * The states of a Batch node, in the spelling of the service.
 * https://learn.microsoft.com/rest/api/batchservice/nodes/get-node#batchnodestate (api-version 2025-06-01)
 */
export const NODE_STATES = [
  'idle',
  'rebooting',
  'reimaging',
  'running',
  'unusable',
  'creating',
  'starting',
  'waitingforstarttask',
  'starttaskfailed',
  'unknown',
  'leavingpool',
  'offline',
  'preempted',
  'upgradingos',
  'deallocated',
  'deallocating',
] as const;

/** A state of a node. An unlisted state, of a newer version of the service, counts as `unknown`. */
export type NodeState = (typeof NODE_STATES)[number];

const STARTING: ReadonlySet<NodeState> = new Set([
  'creating',
  'starting',
  'waitingforstarttask',
  'rebooting',
  'reimaging',
  'upgradingos',
]);

const IN_TROUBLE: ReadonlySet<NodeState> = new Set(['unusable', 'starttaskfailed']);

const RELEASED: ReadonlySet<NodeState> = new Set(['deallocated', 'deallocating', 'preempted', 'leavingpool']);

/** Can a node in this state run tasks? */
export function isReadyState(state: NodeState): boolean {
  return state === 'idle' || state === 'running';
}

/**
 * Does a node in this state answer requests for its extensions? A node that cannot be used may give the reason: Key Vault with
 * `requireInitialSync` makes it `unusable` (https://learn.microsoft.com/azure/batch/create-pool-extensions).
 */
export function isAskableState(state: NodeState): boolean {
  return isReadyState(state) || state === 'unusable' || state === 'starttaskfailed';
}

/** Does a node in this state become ready by itself, if nothing fails? */
export function isStartingState(state: NodeState): boolean {
  return STARTING.has(state);
}

/**
 * Is a machine allocated, and paid for, in this state? Deallocating counts as released: it is "not billed"
 * (https://learn.microsoft.com/azure/virtual-machines/states-billing).
 */
export function isAllocatedState(state: NodeState): boolean {
  return !RELEASED.has(state);
}

/** Is a machine paid for in this state, but unable to run tasks until somebody repairs it? */
export function isInTrouble(state: NodeState): boolean {
  return IN_TROUBLE.has(state);
}
