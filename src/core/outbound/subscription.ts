import type { Temporal } from 'temporal-polyfill';
import { matchesPool } from '../policy/pool-pattern.ts';
import type { CloudEvent } from './cloud-event.ts';
import type { ReceiverFormat } from './receiver-body.ts';

/** A receiver, and the events that it wants. */
export interface Subscription {
  readonly id: string;
  /** Where events are posted to. */
  readonly url: string;
  /** Types of events, or `*` for all. */
  readonly events: readonly string[];
  /** Limits events about pools to these accounts; `undefined` means all. */
  readonly accounts: readonly string[] | undefined;
  /** Limits them to the pools that match these patterns, as in a policy. */
  readonly pools: readonly string[] | undefined;
  /** The secrets that sign deliveries, the newest first; never empty. */
  readonly secrets: readonly string[];
  /** How long before a window closes notice is given. */
  readonly noticeBefore: Temporal.Duration;
  readonly enabled: boolean;
  readonly format: ReceiverFormat;
}

/** Does a subscription want an event? The filters apply to events about pools; events about documents pass all filters. */
export function wantsEvent(subscription: Subscription, { type, data }: Pick<CloudEvent, 'type' | 'data'>): boolean {
  if (!subscription.enabled || !wantsType(subscription, type)) return false;
  const { account, pool } = data;
  return account === undefined || pool === undefined || wantsPool(subscription, account, pool);
}

/** Does any subscription want events of a type? */
export function wantsType({ events }: Pick<Subscription, 'events'>, type: string): boolean {
  return events.includes('*') || events.includes(type);
}

function wantsPool({ accounts, pools }: Subscription, account: string, poolId: string): boolean {
  if (accounts !== undefined && !accounts.includes(account)) return false;
  return pools === undefined || pools.some((pattern) => matchesPool(pattern, { account, poolId }));
}
