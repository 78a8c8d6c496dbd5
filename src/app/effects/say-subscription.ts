import type { Subscription } from '../../core/outbound/subscription.ts';
import { parseSubscription } from '../../documents/subscriptions/subscription-document.ts';
import { secretOf } from '../../documents/subscriptions/subscription-secrets.ts';

/**
 * One sentence on the effect of saving a validated subscription, or, without a value, of deleting one: which address receives
 * which events. Only the host of the address is named, because the rest can contain a password.
 */
export function saySubscription(value: unknown, before: unknown): string {
  if (value === undefined) return 'Nothing more is sent, and deliveries that are pending are dropped.';
  const parsed = parseSubscription(value);
  if (!parsed.ok) return 'Nothing is saved.';
  const { host } = new URL(parsed.value.url);
  if (!parsed.value.enabled) return `It is disabled: nothing is sent to ${host}.`;
  return `${host} is told of ${eventsOf(parsed.value)}${poolsOf(parsed.value)}.${secretNote(value, before)}`;
}

function eventsOf({ events }: Pick<Subscription, 'events'>): string {
  if (events.includes('*')) return 'all types of events';
  return events.length === 1 ? `the event ${events[0]}` : `${events.length} types of events`;
}

function poolsOf({ accounts, pools }: Pick<Subscription, 'accounts' | 'pools'>): string {
  const named = [
    ...(pools === undefined ? [] : [`of the pools ${pools.join(', ')}`]),
    ...(accounts === undefined ? [] : [`in ${accounts.join(', ')}`]),
  ];
  return named.length === 0 ? '' : `, about pools only ${named.join(' ')}`;
}

function secretNote(value: unknown, before: unknown): string {
  if (before === undefined) return ' Its secret is shown once, when it is saved.';
  return secretOf(value) === undefined ? '' : ' It gets a new secret, which is shown once, when it is saved.';
}
