import type { Operation } from '../../http/operation.ts';
import { accountsAnswer } from '../../views/arm-accounts-view.ts';

/**
 * GET /subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/batch-account/list-by-resource-group
 *
 * assumed: of a resource group that is not there the list is empty.
 */
export const armListAccountsByGroup: Operation = {
  name: 'BatchAccount_ListByResourceGroup',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts',
  handle: (request, { world }) => accountsAnswer(request, world),
};
