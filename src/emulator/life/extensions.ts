import type { Temporal } from 'temporal-polyfill';
import type { PoolExtension } from '../world/pool-extension.ts';
import type { Node, Pool } from '../world/world.ts';
import { isApplicationHealth } from './application-health.ts';
import { isKeyVault, requiresInitialSync, whyNotSynced } from './key-vault.ts';
import { whyNotProbing } from './probe-settings.ts';

/** The state of the installation of an extension. */
export interface Provisioning {
  readonly state: 'transitioning' | 'succeeded' | 'failed';
  readonly message: string;
}

/** The extension through which Batch itself manages a node; lists of a node's extensions include it. */
export const BATCH_EXTENSION: PoolExtension = {
  name: 'batchNodeExtension',
  publisher: 'Microsoft.Azure.Extensions',
  type: 'CustomScript',
  typeHandlerVersion: '2.0',
  autoUpgradeMinorVersion: true,
};

/** The extensions of every node of a pool: that of Batch, and those that the pool declares. */
export function extensionsOf({ settings }: Pool): readonly PoolExtension[] {
  const { virtualMachineConfiguration } = settings.deploymentConfiguration;
  if (virtualMachineConfiguration === undefined) return [];
  return [
    BATCH_EXTENSION,
    ...((virtualMachineConfiguration['extensions'] as readonly PoolExtension[] | undefined) ?? []),
  ];
}

/** The state of the installation of a node's extension at an instant. */
export function provisioningOf(
  { pool, node }: { readonly pool: Pool; readonly node: Node },
  extension: PoolExtension,
  now: Temporal.Instant,
): Provisioning {
  const { extensionsReadyAt, extensionOutcomes, failedExtensions } = node.machine;
  if (extensionsReadyAt === undefined || now.epochNanoseconds < extensionsReadyAt.epochNanoseconds) {
    return { state: 'transitioning', message: 'Creating' };
  }
  const set = extensionOutcomes.get(extension.name.toLowerCase());
  if (set !== undefined) return { state: set.outcome, message: set.message };
  const injected = failedExtensions.get(extension.name.toLowerCase());
  if (injected !== undefined) return { state: 'failed', message: injected };
  if (!isKeyVault(extension)) return enabled(extension);
  const fault = whyNotSynced(pool, extension);
  if (fault === undefined) return { state: 'succeeded', message: 'Successfully started Key Vault extension service.' };
  return requiresInitialSync(extension)
    ? { state: 'failed', message: `Key Vault extension failed its initial sync: ${fault}` }
    : { state: 'succeeded', message: `Key Vault extension service started, with errors: ${fault}` };
}

/** The result for an extension of which only the ability to start matters. */
function enabled(extension: PoolExtension): Provisioning {
  const fault = isApplicationHealth(extension) ? whyNotProbing(extension) : undefined;
  return fault === undefined
    ? { state: 'succeeded', message: 'ExtensionOperation:enable. Status:Success' }
    : { state: 'failed', message: `ExtensionOperation:enable. Status:Error, invalid configuration: ${fault}` };
}

/**
 * Why nodes of a pool cannot be used once they have started; `undefined` if they can. "If Key Vault extension is configured
 * incorrectly, the compute node might be in a usable [unusable] state. To troubleshoot … set requireInitialSync to false"
 * (Use extensions with Batch pools).
 */
export function whyUnusable(pool: Pool): string | undefined {
  const blocking = extensionsOf(pool).find(
    (extension) =>
      isKeyVault(extension) && requiresInitialSync(extension) && whyNotSynced(pool, extension) !== undefined,
  );
  return blocking === undefined ? undefined : `${blocking.name}: ${whyNotSynced(pool, blocking)}`;
}
