import { BatchError } from '../http/batch-error.ts';
import type { Dated, Node, Pool, World } from '../world/world.ts';
import { invalidProperty } from './invalid-property.ts';
import { nodeConflict } from './node-rules.ts';

/**
 * "You can add [update, delete] a user Account to a Compute Node only when it is in the idle or running state."
 * https://learn.microsoft.com/rest/api/batchservice/nodes/create-node-user (api-version 2025-06-01)
 * @throws BatchError with the code of a node in the wrong state
 */
export function requireUserAccess(world: World, node: Node): void {
  if (node.state !== 'idle' && node.state !== 'running') throw nodeConflict(world, node);
}

/** The user that a path names. @throws BatchError NodeUserNotFound */
export function requireUser({ users }: Node, userName = ''): Dated {
  const user = users.get(userName.toLowerCase());
  if (user === undefined) throw new BatchError('NodeUserNotFound');
  return user;
}

/**
 * "The password is required for Windows Compute Nodes"; a public key "can be specified only for Linux Compute Nodes. If this is
 * specified for a Windows Compute Node, then the Batch service rejects the request".
 * @throws BatchError InvalidPropertyValue
 */
export function checkCredentials(
  { settings }: Pool,
  { password, sshPublicKey }: { readonly password?: string | undefined; readonly sshPublicKey?: string | undefined },
): void {
  const { virtualMachineConfiguration } = settings.deploymentConfiguration;
  const isWindows = /windows/i.test(String(virtualMachineConfiguration?.['nodeAgentSkuId'] ?? 'windows'));
  if (isWindows && password === undefined) throw invalidProperty('password', 'It is required for Windows nodes.');
  if (isWindows && sshPublicKey !== undefined) {
    throw invalidProperty('sshPublicKey', 'It can be specified only for Linux nodes.');
  }
}
