import type { ArmPool } from '../../../wire/arm-pool.ts';
import type { ArmList } from '../../../wire/list.ts';
import type { Operation } from '../../http/operation.ts';
import { type Filterable, OBJECT, parseFilter, TEXT, TIME, WORD } from '../../odata/filter.ts';
import { pageOf, pageRequest } from '../../odata/page.ts';
import { selectProperties } from '../../odata/select-properties.ts';
import { armAccountId } from '../../views/arm-account-view.ts';
import { toArmPool } from '../../views/arm-pool-view.ts';

/**
 * The fields that the page below names.
 * assumed: which comparisons each has; of the two ways to scale, whether it is `null`.
 */
const FILTERABLE: Filterable = {
  name: TEXT,
  'properties/allocationState': WORD,
  'properties/allocationStateTransitionTime': TIME,
  'properties/creationTime': TIME,
  'properties/provisioningState': WORD,
  'properties/provisioningStateTransitionTime': TIME,
  'properties/lastModified': TIME,
  'properties/vmSize': TEXT,
  'properties/interNodeCommunication': WORD,
  'properties/scaleSettings/autoScale': OBJECT,
  'properties/scaleSettings/fixedScale': OBJECT,
};

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
    const passes = parseFilter(query['$filter'], FILTERABLE);
    const select = selectProperties(query['$select']);
    const { items, skipToken } = pageOf(account.pools, pageRequest(query, 1000), (pool) => {
      const view = toArmPool(account, pool, query['api-version']);
      return passes(view) ? select(view) : undefined;
    });
    const body: ArmList<Partial<ArmPool>> = {
      value: items,
      ...(skipToken !== undefined && {
        nextLink: `${baseUrl}${armAccountId(account)}/pools?${new URLSearchParams({ ...query, $skiptoken: skipToken })}`,
      }),
    };
    return { status: 200, body };
  },
};
