import type { ArmAccount } from '../../wire/arm-pool.ts';
import type { Account, World } from '../world/world.ts';

/** The resource id of an account. */
export function armAccountId({ subscriptionId, resourceGroup, name }: Account): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Batch/batchAccounts/${name}`;
}

/** An account as the management plane shows it. */
export function toArmAccount(
  account: Account,
  { baseUrl, world: { knobs } }: { readonly baseUrl: string; readonly world: Pick<World, 'knobs'> },
): ArmAccount {
  return {
    id: armAccountId(account),
    name: account.name,
    type: 'Microsoft.Batch/batchAccounts',
    location: account.location,
    properties: {
      // On purpose: the host name that the caller uses for the emulator, not NAME.REGION.batch.azure.com.
      accountEndpoint: new URL(baseUrl).host,
      provisioningState: 'Succeeded',
      poolAllocationMode: 'BatchService',
      // On purpose: in nodes, as the emulator counts them; the service counts cores.
      ...(Number.isFinite(knobs.dedicatedNodeQuota) && { dedicatedCoreQuota: knobs.dedicatedNodeQuota }),
      dedicatedCoreQuotaPerVMFamilyEnforced: false,
    },
  };
}
