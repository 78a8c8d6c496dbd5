import { BatchError, type ErrorCode } from '../http/batch-error.ts';
import type { Node, Pool, World } from '../world/world.ts';

// assumed: which 409 code the service returns is not established; these are the codes whose sentences fit.
const CODES: Readonly<Partial<Record<Node['state'], ErrorCode>>> = {
  creating: 'NodeBeingCreated',
  starting: 'NodeBeingStarted',
  waitingforstarttask: 'NodeBeingStarted',
  rebooting: 'NodeBeingRebooted',
  reimaging: 'NodeBeingReimaged',
  unusable: 'NodeStateUnusable',
};

/** The refusal of an operation that a node's state does not allow; the knob `conflictCode` selects the code. */
export function nodeConflict({ knobs }: World, { state }: Node): BatchError {
  const byState = knobs.conflictCode === 'by-state' ? CODES[state] : undefined;
  return new BatchError(byState ?? 'OperationInvalidForCurrentState', ['NodeState', state]);
}

/**
 * Refuses operations that require a virtual machine configuration: "only nodes created with a Virtual Machine Configuration can
 * be deallocated and started" (Use Start/Deallocate operation with Batch nodes).
 * @throws BatchError OperationNotValidOnPool
 */
export function requireVirtualMachines({ settings }: Pool): void {
  if (settings.deploymentConfiguration.virtualMachineConfiguration === undefined) {
    throw new BatchError('OperationNotValidOnPool', ['Reason', 'The pool has no virtual machine configuration.']);
  }
}

/**
 * Refuses to reboot or reimage a node in the wrong state: "You can restart a Compute Node only if it is in an idle or running
 * state" (https://learn.microsoft.com/rest/api/batchservice/nodes/reboot-node, 2025-06-01; reimage-node says the same). On
 * purpose: a node whose start task failed is accepted, as in the live service. Whether an unusable one is accepted is not
 * established; the knob `unusableRepairable` decides.
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
