import type { Ask } from '../data/api.ts';
import type { Zone } from '../model/times.ts';

/** What every part of the page is shown with. */
export interface Shown {
  readonly ask: Ask;
  readonly zone: Zone;
  /** The time by which the app goes; `undefined` until it has said it. */
  readonly now: string | undefined;
}

/** One pool. */
export interface PoolId {
  readonly account: string;
  readonly pool: string;
}

/** Where the API has a pool. */
export function poolPath({ account, pool }: PoolId): string {
  return `accounts/${encodeURIComponent(account)}/pools/${encodeURIComponent(pool)}`;
}
