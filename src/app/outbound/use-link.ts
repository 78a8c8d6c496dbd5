import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../../core/time/instants.ts';
import type { OverrideView } from '../../documents/overrides/override-document.ts';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasOverrides } from '../../ports/pool-notes.ts';
import { onceOnly } from '../idempotency/once-only.ts';
import type { ChangePorts } from '../pools/change-note.ts';
import { putOverride, readOverride } from '../pools/overrides.ts';
import { LINK, type Link } from './links.ts';
import { readSubscription } from './read-subscriptions.ts';

/** How long, at least, the result of a link is remembered. */
const KNOWN_HOURS = 24;

/** The effect of a link, and what a link of its notice has done already. */
export interface LinkView {
  readonly link: Link;
  /** In one sentence. */
  readonly does: string;
  /** One sentence; `undefined` if no link of its notice was used. */
  readonly done: string | undefined;
}

/** The effect of a link; nothing is done. An unknown token costs one read. @throws AppError LinkNotFound, LinkExpired */
export async function showLink(ports: HasClaims & HasClock & HasDocumentReader, token: string): Promise<LinkView> {
  const link = await requireLink(ports, token);
  const used = await ports.claims.get('link', noticeOf(link));
  return { link, does: describe(link), done: used === undefined ? undefined : used.text || IN_PROGRESS };
}

const IN_PROGRESS = 'a link of this notice is being used at this moment';

/** The ports that useLink uses. */
export type UseLinkPorts = ChangePorts & HasDocumentReader & HasOverrides & HasClaims & HasWallClock;

/**
 * Carries out a link, once for all links of its notice: from the closing on, an override keeps the previous capacity. An
 * existing override of somebody else stays as it is, unless it ends with the closing: then it is extended.
 * @throws AppError LinkNotFound, LinkExpired, LinkUsed, PoolOverridden, PoolNotFound
 */
export async function useLink(ports: UseLinkPorts, token: string): Promise<LinkView> {
  const link = await requireLink(ports, token);
  const [now, wall] = await Promise.all([ports.clock.now(), ports.wallClock.now()]);
  const until = wall.add(now.until(Temporal.Instant.from(link.closesAt))).add({ hours: KNOWN_HOURS });
  const { isNew, text } = await onceOnly(ports, { scope: 'link', key: noticeOf(link), until }, async () => {
    await overrideFor(ports, link);
    return `${describe(link)} (${link.action}, used at ${now})`;
  });
  if (isNew) return { link, does: describe(link), done: text };
  throw new AppError(
    'LinkUsed',
    `Of all links of a notice one can be used, once. What was done: ${text || IN_PROGRESS}.`,
  );
}

/** If its subscription is deleted or disabled, a link no longer works: its receiver has lost its access. */
async function requireLink(ports: HasClaims & HasClock & HasDocumentReader, token: string): Promise<Link> {
  const kept = await ports.claims.get('link', token);
  if (kept === undefined) throw new AppError('LinkNotFound', 'There is no such link.');
  const link = LINK.parse(JSON.parse(kept.text));
  const found = await readSubscription(ports, link.subscription);
  if (found?.subscription.enabled !== true)
    throw new AppError('LinkExpired', 'The subscription of the link has ended.');
  if (isBefore(await ports.clock.now(), Temporal.Instant.from(link.closesAt))) return link;
  throw new AppError('LinkExpired', `The link was good until the window closed at ${link.closesAt}.`);
}

/** The claim that all links of a notice share. No token has this form. */
function noticeOf({ subscription, event }: Link): string {
  return `used|${subscription}|${event}`;
}

async function overrideFor(ports: UseLinkPorts, link: Link): Promise<void> {
  const pool = { account: link.account, poolId: link.pool };
  const actor = `link:${link.subscription}`;
  const over = await readOverride(ports, pool);
  if (over.fault !== undefined) throw overridden(`an override that cannot be read (${over.fault})`);
  const before = over.view;
  const value = before === undefined || isOurs(before, link, actor) ? ownOverride(link) : extended(before, link);
  // Somebody may set another override at this very moment: that one stays.
  await putOverride(ports, { pool, value, actor, over });
}

/** An earlier attempt has put it there, and died before it stored the result. */
function isOurs({ actor, from, until }: OverrideView, link: Link, ours: string): boolean {
  return (
    actor === ours &&
    isSame(from, link.closesAt) &&
    !isBefore(Temporal.Instant.from(link.until), Temporal.Instant.from(until))
  );
}

function ownOverride({ capacity: { min, max }, closesAt, until, subscription }: Link): object {
  const note = `requested by a link in a notice to ${subscription}`;
  return { capacity: { min, max }, from: closesAt, until, note };
}

/**
 * An override that ends with the window is extended; any other stays as it is. If a rule has put it, it now belongs to the
 * person who used the link, and the rule can no longer end it.
 */
function extended({ actor, note, origin: _, ...rest }: OverrideView, { closesAt, until }: Link): object {
  if (rest.capacity !== undefined && isSame(rest.until, closesAt)) return { ...rest, note, until };
  const why = note === '' ? '' : `: ${note}`;
  throw overridden(`an override by ${actor} from ${rest.from} until ${rest.until}${why}`);
}

function overridden(override: string): AppError {
  return new AppError('PoolOverridden', `The pool has ${override}. A link changes nothing of it; PUT …/override does.`);
}

function isSame(a: string, b: string): boolean {
  return Temporal.Instant.from(a).equals(Temporal.Instant.from(b));
}

function describe({ account, pool, capacity: { min, max }, closesAt, until }: Link): string {
  const most = max === null ? 'no limit' : `at most ${max}`;
  return `The pool ${account}/${pool} keeps what it has beyond ${closesAt}, until ${until}: at least ${min} nodes ready, ${most} allocated`;
}
