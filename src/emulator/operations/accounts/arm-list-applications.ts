import type { ArmApplication } from '../../../wire/application.ts';
import type { ArmList } from '../../../wire/list.ts';
import type { Operation } from '../../http/operation.ts';
import { toArmApplication } from '../../views/application-view.ts';
import { applicationsOf } from '../../world/applications.ts';

/**
 * GET …/batchAccounts/{accountName}/applications (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/application/list
 */
export const armListApplications: Operation = {
  name: 'Application_List',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/applications',
  handle: (_, { account }) => {
    const body: ArmList<ArmApplication> = {
      value: applicationsOf(account).map((application) => toArmApplication(account, application)),
    };
    return { status: 200, body };
  },
};
