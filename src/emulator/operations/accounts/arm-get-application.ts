import type { Operation } from '../../http/operation.ts';
import { requireApplication } from '../../rules/application-package-rules.ts';
import { toArmApplication } from '../../views/application-view.ts';

/**
 * GET …/batchAccounts/{accountName}/applications/{applicationName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/application/get
 */
export const armGetApplication: Operation = {
  name: 'Application_Get',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/applications/{applicationName}',
  handle: ({ path }, { account }) => ({
    status: 200,
    body: toArmApplication(account, requireApplication(account, path['applicationName'])),
  }),
};
