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
