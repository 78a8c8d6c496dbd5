import { useEffect, useState } from 'preact/hooks';
import type { PoolId } from './shown.ts';

/** The chosen pool, and how to choose another; `suggest` chooses one only where none is. */
export interface Selection {
  readonly selected: PoolId | undefined;
  readonly select: (pool: PoolId) => void;
  readonly suggest: (pool: PoolId) => void;
}

/** The chosen pool stands in the fragment of the address, so that it can be bookmarked and gone back from. */
export function useSelection(): Selection {
  const [selected, setSelection] = useState(() => selectionIn(location.hash));
  useEffect(() => {
    const follow = () => setSelection(selectionIn(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return {
    selected,
    select: (pool) => {
      location.hash = hashOf(pool);
    },
    suggest: (pool) => {
      if (selectionIn(location.hash) !== undefined) return;
      history.replaceState(null, '', `#${hashOf(pool)}`);
      setSelection(pool);
    },
  };
}

function hashOf({ account, pool }: PoolId): string {
  return new URLSearchParams({ pool: `${account}/${pool}` }).toString();
}

function selectionIn(hash: string): PoolId | undefined {
  const [account, pool] = new URLSearchParams(hash.slice(1)).get('pool')?.split('/') ?? [];
  return account === undefined || pool === undefined ? undefined : { account, pool };
}
