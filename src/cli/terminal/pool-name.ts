import { Misuse } from './misuse.ts';

/** The path of a pool under `api/`, from ACCOUNT/POOL. @throws Misuse for anything else */
export function poolPath(name: string): string {
  const [account, pool, ...rest] = name.split('/');
  if (!account || !pool || rest.length > 0) throw new Misuse(`'${name}' is not ACCOUNT/POOL`);
  return `accounts/${encodeURIComponent(account)}/pools/${encodeURIComponent(pool)}`;
}
