import type { ArmApplication, WireApplication } from '../../wire/application.ts';
import type { Application } from '../world/applications.ts';
import type { Account } from '../world/world.ts';
import { armAccountId } from './arm-account-view.ts';

/** An application as the data plane shows it. */
export function toWireApplication({ id, versions }: Application): WireApplication {
  return { id, displayName: id, versions };
}

/** An application as the management plane shows it. */
export function toArmApplication(account: Account, { id }: Application): ArmApplication {
  return {
    id: `${armAccountId(account)}/applications/${id}`,
    name: id,
    type: 'Microsoft.Batch/batchAccounts/applications',
    properties: { displayName: id, allowUpdates: true },
  };
}
