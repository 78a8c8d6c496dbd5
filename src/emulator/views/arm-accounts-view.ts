import type { ArmAccount } from '../../wire/arm-pool.ts';
import type { ArmList } from '../../wire/list.ts';
import type { Answer, OperationRequest } from '../http/operation.ts';
import type { World } from '../world/world.ts';
import { toArmAccount } from './arm-account-view.ts';

/** The accounts of the subscription in a path, and of the resource group if the path has one. */
export function accountsAnswer({ path, baseUrl }: OperationRequest, world: World): Answer {
  const isNamed = (name: string, wanted: string | undefined) =>
    wanted === undefined || name.toLowerCase() === wanted.toLowerCase();
  const accounts = [...world.accounts.values()].filter(
    ({ subscriptionId, resourceGroup }) =>
      isNamed(subscriptionId, path['subscriptionId']) && isNamed(resourceGroup, path['resourceGroup']),
  );
  const body: ArmList<ArmAccount> = { value: accounts.map((account) => toArmAccount(account, { baseUrl, world })) };
  return { status: 200, body };
}
