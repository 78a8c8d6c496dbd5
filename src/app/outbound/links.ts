import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { CloudEvent } from '../../core/outbound/cloud-event.ts';
import { WINDOW_CLOSING } from '../../core/outbound/event-type.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { Delivery } from '../../ports/deliveries.ts';
import type { HasNewToken } from '../../ports/names.ts';
import type { HasSettings } from '../../ports/settings.ts';
import { CLOSING } from './closing-event.ts';

/** The actions of the links in a notice: keep the capacity for one or two more hours, or until as much is requested again. */
export const LINK_ACTIONS = ['skip', 'plusOneHour', 'plusTwoHours'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

/** The stored row of a link. It has a hash of the token, not the token. */
export const LINK = z.strictObject({
  subscription: z.string(),
  /** The id of the event that contained it. */
  event: z.string(),
  action: z.enum(LINK_ACTIONS),
  account: z.string(),
  pool: z.string(),
  closesAt: z.string(),
  /** The pool keeps its capacity until then. */
  until: z.string(),
  capacity: z.strictObject({ min: z.int(), max: z.int().nullable() }),
});
export type Link = z.infer<typeof LINK>;

/** How long after its expiry a link is answered as expired. */
const KNOWN_HOURS = 24;

/** The ports that withLinks uses. */
export type WithLinksPorts = HasClaims & HasClock & HasNewToken & HasSettings<'url'> & HasWallClock;

/**
 * The event of a delivery as it is sent. Each attempt makes new links for a notice, because no token is stored. Of all links of
 * one notice for one subscription, one can be used, once.
 */
export async function withLinks(ports: WithLinksPorts, { event, subscription }: Delivery): Promise<CloudEvent> {
  if (event.type !== WINDOW_CLOSING) return event;
  const facts = CLOSING.parse(event.data);
  const closesAt = Temporal.Instant.from(facts.closesAt);
  const now = await ports.clock.now();
  if (ports.settings.url === undefined) return withoutLinks(event, 'the setting LAMPLIGHTER_URL says no address');
  if (!isBefore(now, closesAt)) return withoutLinks(event, 'the window has closed');
  const known = (await ports.wallClock.now()).add(now.until(closesAt)).add({ hours: KNOWN_HOURS });
  const { account, pool, capacity } = facts;
  const links = LINK_ACTIONS.map(async (action) => {
    const until = untilOf(action, closesAt, facts.again);
    const token = ports.newToken();
    const link = { subscription, event: event.id, action, account, pool, closesAt: facts.closesAt, until };
    const text = JSON.stringify({ ...link, capacity: capacity.before } satisfies Link);
    await ports.claims.claim({ scope: 'link', key: token, text, until: known });
    return [action, { url: `${ports.settings.url}/api/links/${token}`, until }] as const;
  });
  const said = Object.fromEntries(await Promise.all(links));
  return { ...event, data: { ...event.data, links: { expiresAt: facts.closesAt, ...said } } };
}

function withoutLinks(event: CloudEvent, reason: string): CloudEvent {
  return { ...event, data: { ...event.data, links: null, linksMissing: reason } };
}

function untilOf(action: LinkAction, closesAt: Temporal.Instant, again: string): string {
  if (action === 'skip') return again;
  return closesAt.add({ hours: action === 'plusOneHour' ? 1 : 2 }).toString();
}
