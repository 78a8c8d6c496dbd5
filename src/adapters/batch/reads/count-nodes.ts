import type { Client } from '@azure-rest/core-client';
import pLimit from 'p-limit';
import { groupsOf } from '../../../core/groups-of.ts';
import type { PoolCounts } from '../../../core/pool/pool-due.ts';
import type { PoolName } from '../../../core/pool/pool-name.ts';
import type { Batch } from '../../../ports/batch.ts';
import type { Connection } from '../client/batch-client.ts';
import { BadRequest } from '../client/batch-failure.ts';
import { fromWireCounts } from '../from-wire/from-wire-counts.ts';
import { type ListRequest, listFirstOfAccount, listOfAccount } from './list-all.ts';

/** The smallest page of counts by the specifications: 10 in the older one. */
const POOLS_TO_A_REQUEST = 10;
const AT_ONCE = 4;

/**
 * Counts nodes. The pages of a list come one after the other, ten pools to a page. Where the pools are known, the first page is
 * requested, and the others are requested by their ids, some at the same time.
 * "Filter conditions can be combined using the "AND" and "OR" operators", and `poolId` with `eq` is one:
 * https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch
 * assumed: that includes several pools. Where an account refuses or ignores such a filter, its counts are listed in pages from then on.
 */
export function nodeCounter(connectionOf: (account: string) => Promise<Connection>): Batch['countNodes'] {
  const inPages = new Set<string>();
  return async (account, pools) => {
    const { client, endpoint } = await connectionOf(account);
    const what = `Counting the nodes of ${account}`;
    const idOf = ({ poolId }: Counted) => poolId;
    const request = { what, path: '/nodecounts', endpoint, read: fromWireCounts, idOf };
    const known = pools !== undefined && !inPages.has(account) ? pools : undefined;
    const counted = known && (await countByIds(client, request, known));
    if (counted !== undefined) return byPool(counted);
    if (known !== undefined) inPages.add(account);
    return byPool(await listOfAccount(client, { ...request, query: {} }));
  };
}

interface Counted {
  readonly poolId: string;
  readonly counts: PoolCounts;
}

type CountRequest = Omit<ListRequest<Counted>, 'query'>;

/** @returns `undefined` if the account refuses or ignores the filter */
async function countByIds(
  client: Client,
  request: CountRequest,
  pools: () => Promise<readonly PoolName[]>,
): Promise<readonly Counted[] | undefined> {
  const first = await listFirstOfAccount(client, { ...request, query: {} }, 1);
  if (first.complete) return first.items;
  const counted = new Set(first.items.map(({ poolId }) => poolId));
  const missing = (await pools()).map(({ poolId }) => poolId).filter((poolId) => !counted.has(poolId));
  const limit = pLimit(AT_ONCE);
  try {
    const groups = await limit.map(groupsOf(missing, POOLS_TO_A_REQUEST), (ids) => countGroup(client, request, ids));
    return [...first.items, ...groups.flat()];
  } catch (error) {
    if (error instanceof BadRequest) return undefined;
    throw error;
  } finally {
    limit.clearQueue();
  }
}

function byPool(counted: readonly Counted[]): ReadonlyMap<string, PoolCounts> {
  return new Map(counted.map(({ poolId, counts }) => [poolId, counts]));
}

/** @throws BadRequest also if there are counts of other pools: then the filter was ignored */
async function countGroup(client: Client, request: CountRequest, ids: readonly string[]): Promise<readonly Counted[]> {
  const $filter = ids.map((id) => `poolId eq '${id.replaceAll("'", "''")}'`).join(' or ');
  const { items } = await listFirstOfAccount(client, { ...request, query: { $filter } }, ids.length);
  const asked = new Set(ids.map((id) => id.toLowerCase()));
  if (items.some(({ poolId }) => !asked.has(poolId.toLowerCase())))
    throw new BadRequest(`${request.what} failed: Batch ignored the filter.`);
  return items;
}
