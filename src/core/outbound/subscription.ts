import type { Temporal } from 'temporal-polyfill';
import { matchesPool } from '../policy/pool-pattern.ts';
import type { CloudEvent } from './cloud-event.ts';
import type { ReceiverFormat } from './receiver-body.ts';

/** Who receives which events. */
export interface Subscription {
  readonly id: string;
  /** Where events are posted to. */
  readonly url: string;
  /** Types of events, or `*` for all of them. */
  readonly events: readonly string[];
  /** Narrows events about pools to those of some accounts; `undefined` is all of them. */
  readonly accounts: readonly string[] | undefined;
  /** And to some pools, by patterns as policies have them. */
  readonly pools: readonly string[] | undefined;
  /** What is signed with, the newest first; never empty. */
  readonly secrets: readonly string[];
  /** How long before a window closes notice is given. */
  readonly noticeBefore: Temporal.Duration;
  readonly enabled: boolean;
  readonly format: ReceiverFormat;
}

/** Does a subscription receive an event? A filter narrows events about pools; documents concern all of them. */
export function wantsEvent(subscription: Subscription, { type, data }: Pick<CloudEvent, 'type' | 'data'>): boolean {
  if (!subscription.enabled || !wantsType(subscription, type)) return false;
  const { account, pool } = data;
  return account === undefined || pool === undefined || wantsPool(subscription, account, pool);
}

/** Does somebody want events of a type at all? */
export function wantsType({ events }: Pick<Subscription, 'events'>, type: string): boolean {
  return events.includes('*') || events.includes(type);
}

function wantsPool({ accounts, pools }: Subscription, account: string, poolId: string): boolean {
  if (accounts !== undefined && !accounts.includes(account)) return false;
  return pools === undefined || pools.some((pattern) => matchesPool(pattern, { account, poolId }));
}
