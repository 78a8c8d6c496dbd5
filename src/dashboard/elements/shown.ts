import type { Ask, Send } from '../data/api.ts';
import type { Routing } from '../data/use-route.ts';
import type { Zone, ZoneChoice } from '../model/times.ts';

/** The properties that every part of the page gets. */
export interface Shown {
  readonly ask: Ask;
  readonly send: Send;
  readonly routing: Routing;
  /** The choice of the reader, and the time zone that results where no pool is shown. */
  readonly choice: ZoneChoice;
  readonly zone: Zone;
  /** The time of the app; `undefined` until its first response. */
  readonly now: string | undefined;
  /** Grows with every change that the user makes, so that what is shown is requested again at once. */
  readonly changes: number;
  readonly onChange: () => void;
}

/** One pool. */
export interface PoolId {
  readonly account: string;
  readonly pool: string;
}

/** The path of a pool in the API. */
export function poolPath({ account, pool }: PoolId): string {
  return `accounts/${encodeURIComponent(account)}/pools/${encodeURIComponent(pool)}`;
}
