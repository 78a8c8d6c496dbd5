import type { Ask, Send } from '../data/api.ts';
import type { Routing } from '../data/use-route.ts';
import type { Zone, ZoneChoice } from '../model/times.ts';

/** What every part of the page is shown with. */
export interface Shown {
  readonly ask: Ask;
  readonly send: Send;
  readonly routing: Routing;
  /** What the reader has chosen, and the zone that it comes to where nothing is said of a pool. */
  readonly choice: ZoneChoice;
  readonly zone: Zone;
  /** The time by which the app goes; `undefined` until it has said it. */
  readonly now: string | undefined;
  /** Grows with everything that somebody does in the page, so that what is shown is asked for again at once. */
  readonly changes: number;
  readonly onChange: () => void;
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
