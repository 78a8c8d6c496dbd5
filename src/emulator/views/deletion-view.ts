import type { Answer, OperationRequest } from '../http/operation.ts';
import type { Account } from '../world/world.ts';
import { armAccountId } from './arm-account-view.ts';

/** The answer while a pool is being deleted: where to poll, and when. */
export function deletionGoesOn(
  account: Account,
  { poolId, query, baseUrl }: Pick<OperationRequest, 'query' | 'baseUrl'> & { readonly poolId: string },
): Answer {
  const result = `${armAccountId(account)}/poolOperationResults/delete-${poolId}`;
  const location = `${baseUrl}${result}?api-version=${query['api-version']}`;
  return { status: 202, headers: { location, 'retry-after': '15' } };
}
