import { useEffect, useState } from 'preact/hooks';
import type { PoolId } from './shown.ts';

/** The chosen pool stands in the fragment of the address, so that it can be bookmarked and gone back from. */
export function useSelection(): readonly [PoolId | undefined, (pool: PoolId) => void] {
  const [selection, setSelection] = useState(() => selectionIn(location.hash));
  useEffect(() => {
    const follow = () => setSelection(selectionIn(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [
    selection,
    ({ account, pool }) => {
      location.hash = new URLSearchParams({ pool: `${account}/${pool}` }).toString();
    },
  ];
}

function selectionIn(hash: string): PoolId | undefined {
  const [account, pool] = new URLSearchParams(hash.slice(1)).get('pool')?.split('/') ?? [];
  return account === undefined || pool === undefined ? undefined : { account, pool };
}
