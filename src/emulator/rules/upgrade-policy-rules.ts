import type * as z from 'zod';
import type { ArmPoolProperties } from '../../wire/arm-pool.ts';
import type { UPGRADE_POLICY } from '../bodies/upgrade-policy-schema.ts';
import { BatchError } from '../http/batch-error.ts';
import { invalidProperty } from './invalid-property.ts';

/**
 * Refuses an upgrade policy that conflicts with the other settings of a pool, or that the version of the request does not know.
 * @throws BatchError UnsupportedProperty, InvalidPropertyValue
 */
export function checkUpgradePolicy(settings: ArmPoolProperties, isKnown: boolean): void {
  const policy = settings.upgradePolicy as z.infer<typeof UPGRADE_POLICY> | undefined;
  if (policy === undefined) return;
  // assumed: an older version refuses the policy like any unknown property.
  if (!isKnown) throw new BatchError('UnsupportedProperty', ['PropertyName', 'upgradePolicy']);
  const machines = settings.deploymentConfiguration.virtualMachineConfiguration as Machines | undefined;
  if (policy.rollingUpgradePolicy !== undefined) checkRolling(policy.rollingUpgradePolicy, machines);
  if (policy.automaticOSUpgradePolicy?.enableAutomaticOSUpgrade === true) checkAutomatic(machines);
}

interface Machines {
  readonly imageReference: { readonly version?: string; readonly id?: string };
  readonly nodeAgentSkuId: string;
  readonly nodePlacementConfiguration?: { readonly policy?: string };
  readonly windowsConfiguration?: { readonly enableAutomaticUpdates?: boolean };
}

function checkRolling(
  policy: NonNullable<z.infer<typeof UPGRADE_POLICY>['rollingUpgradePolicy']>,
  machines: Machines | undefined,
): void {
  const path = 'upgradePolicy.rollingUpgradePolicy';
  if (machines === undefined) {
    throw invalidProperty(path, 'It is only supported on pools with the virtualMachineConfiguration property.');
  }
  const { maxBatchInstancePercent: batch, maxUnhealthyInstancePercent: unhealthy } = policy;
  if (batch !== undefined && unhealthy !== undefined && batch > unhealthy) {
    throw invalidProperty(
      `${path}.maxBatchInstancePercent`,
      'The value of maxBatchInstancePercent should not be more than maxUnhealthyInstancePercent.',
    );
  }
  // "able to be set to true or false only when using NodePlacementConfiguration as Zonal"
  const isZonal = machines.nodePlacementConfiguration?.policy?.toLowerCase() === 'zonal';
  if (policy.enableCrossZoneUpgrade !== undefined && !isZonal) {
    throw invalidProperty(
      `${path}.enableCrossZoneUpgrade`,
      'It can be set only when using NodePlacementConfiguration as Zonal.',
    );
  }
}

/** https://learn.microsoft.com/azure/batch/batch-upgrade-policy#requirements */
function checkAutomatic(machines: Machines | undefined): void {
  const path = 'upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade';
  if (machines === undefined) throw invalidProperty(path, 'The pool has no virtual machine configuration.');
  // "The version property of the image must be set to latest"; a missing version means the latest, too.
  if (!followsLatest(machines.imageReference)) {
    throw invalidProperty(path, 'The version property of the image must be set to latest.');
  }
  // "If this is set to true for Windows based pools, WindowsConfiguration.enableAutomaticUpdates cannot be set to true". If it
  // is missing, the pool is accepted, as recordings of the live service show.
  const isWindows = /windows/i.test(machines.nodeAgentSkuId);
  if (isWindows && machines.windowsConfiguration?.enableAutomaticUpdates === true) {
    throw invalidProperty(path, 'windowsConfiguration.enableAutomaticUpdates cannot be set to true.');
  }
}

function followsLatest({ id, version = 'latest' }: Machines['imageReference']): boolean {
  return id === undefined ? version.toLowerCase() === 'latest' : !/\/versions\/(?!latest$)/i.test(id);
}
