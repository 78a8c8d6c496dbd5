import type { ArmPool } from '../../wire/arm-pool.ts';
import type { ArmList } from '../../wire/list.ts';
import type { Operation } from '../http/operation.ts';
import { pageOf, pageRequest } from '../odata/page.ts';
import { armAccountId } from '../views/arm-account-view.ts';
import { toArmPool } from '../views/arm-pool-view.ts';

/**
 * GET …/batchAccounts/{accountName}/pools (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/list-by-batch-account
 */
export const armListPools: Operation = {
  name: 'Pool_ListByBatchAccount',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/pools',
  handle: ({ query, baseUrl }, { account }) => {
    const { items, skipToken } = pageOf(account.pools.values(), pageRequest(query, 1000), (pool) =>
      toArmPool(account, pool),
    );
    const body: ArmList<ArmPool> = {
      value: items,
      ...(skipToken !== undefined && {
        nextLink: `${baseUrl}${armAccountId(account)}/pools?${new URLSearchParams({ ...query, $skiptoken: skipToken })}`,
      }),
    };
    return { status: 200, body };
  },
};
