import type { ArmAccountKeys } from '../../../wire/arm-pool.ts';
import type { Operation } from '../../http/operation.ts';

/**
 * POST …/batchAccounts/{accountName}/listKeys (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/batch-account/get-keys
 *
 * On purpose: an account here has one key, which is its second, too.
 */
export const armGetAccountKeys: Operation = {
  name: 'BatchAccount_GetKeys',
  plane: 'management',
  method: 'POST',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/listKeys',
  handle: (_, { account }) => {
    const keys: ArmAccountKeys = { accountName: account.name, primary: account.key, secondary: account.key };
    return { status: 200, body: keys };
  },
};
