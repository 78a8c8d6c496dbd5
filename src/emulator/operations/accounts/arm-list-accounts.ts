import type { Operation } from '../../http/operation.ts';
import { accountsAnswer } from '../../views/arm-accounts-view.ts';

/**
 * GET /subscriptions/{subscriptionId}/providers/Microsoft.Batch/batchAccounts (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/batch-account/list
 */
export const armListAccounts: Operation = {
  name: 'BatchAccount_List',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Batch/batchAccounts',
  handle: (request, { world }) => accountsAnswer(request, world),
};
