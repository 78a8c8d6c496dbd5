import type { Operation } from '../../http/operation.ts';
import { toArmAccount } from '../../views/arm-account-view.ts';

/**
 * GET …/batchAccounts/{accountName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/batch-account/get
 */
export const armGetAccount: Operation = {
  name: 'BatchAccount_Get',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}',
  handle: ({ baseUrl }, { account, world }) => ({ status: 200, body: toArmAccount(account, { baseUrl, world }) }),
};
