import { BatchError, type ErrorCode } from '../http/batch-error.ts';
import type { Node, Pool, World } from '../world/world.ts';

// assumed: which 409 code the service gives is not established; these are the codes whose sentences fit.
const CODES: Readonly<Partial<Record<Node['state'], ErrorCode>>> = {
  creating: 'NodeBeingCreated',
  starting: 'NodeBeingStarted',
  waitingforstarttask: 'NodeBeingStarted',
  rebooting: 'NodeBeingRebooted',
  reimaging: 'NodeBeingReimaged',
  unusable: 'NodeStateUnusable',
};

/** The refusal of an operation that a node's state does not allow; the knob `conflictCode` says with which code. */
export function nodeConflict({ knobs }: World, { state }: Node): BatchError {
  const byState = knobs.conflictCode === 'by-state' ? CODES[state] : undefined;
  return new BatchError(byState ?? 'OperationInvalidForCurrentState', ['NodeState', state]);
}

/**
 * Refuses what only nodes of a virtual machine configuration can do: "only nodes created with a Virtual Machine
 * Configuration can be deallocated and started" (Use Start/Deallocate operation with Batch nodes).
 * @throws BatchError OperationNotValidOnPool
 */
export function requireVirtualMachines({ settings }: Pool): void {
  if (settings.deploymentConfiguration.virtualMachineConfiguration === undefined) {
    throw new BatchError('OperationNotValidOnPool', ['Reason', 'The pool has no virtual machine configuration.']);
  }
}

/**
 * Refuses to reboot or reimage a node that cannot take it: "You can restart a Compute Node only if it is in an idle or
 * running state" (https://learn.microsoft.com/rest/api/batchservice/nodes/reboot-node, 2025-06-01; reimage-node says the same).
 * On purpose: also a node whose start task failed is taken, as the live service does; whether an unusable one is taken is not
 * established, the knob `unusableRepairable` says.
 * @throws BatchError with the code of a node in the wrong state
 */
export function requireRepairable(world: World, node: Node): void {
  const { state, draining } = node;
  const accepts =
    state === 'idle' ||
    state === 'running' ||
    state === 'starttaskfailed' ||
    (state === 'unusable' && world.knobs.unusableRepairable);
  if (!accepts || draining !== undefined) throw nodeConflict(world, node);
}
