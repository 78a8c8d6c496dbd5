import type { ApiError } from '../../data/api.ts';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { useDryRun } from './use-dry-run.ts';

/**
 * Why the reader may not act on a pool; `undefined` if they may, and while that is not known. All acts on a pool need the same
 * role: the API says whether it is there when one of them is tried, and does nothing.
 */
export function useRefusal({ send }: Shown, pool: PoolId): ApiError | undefined {
  const { error } = useDryRun(send, { method: 'DELETE', path: `${poolPath(pool)}/override` });
  return error?.status === 403 ? error : undefined;
}
