import type { ApiError } from '../../data/api.ts';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { useDryRun } from './use-dry-run.ts';

/**
 * Why the reader may not act on a pool; `undefined` if they may, and until that is known. All acts on a pool need the same
 * role, so a dry run of one of them shows whether the reader has it.
 */
export function useRefusal({ send }: Shown, pool: PoolId): ApiError | undefined {
  const { error } = useDryRun(send, { method: 'DELETE', path: `${poolPath(pool)}/override` });
  return error?.status === 403 ? error : undefined;
}
