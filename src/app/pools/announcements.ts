import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { counted } from '../../core/text/counted.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { isBefore } from '../../core/time/instants.ts';
import {
  type AnnouncementView,
  parseAnnouncement,
  toAnnouncement,
} from '../../documents/announcements/announcement-document.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasAnnouncements, PoolNote } from '../../ports/pool-notes.ts';
import { type ChangePorts, changing, noteOf, type PoolDirective } from './change-note.ts';
import { requireAccount, requirePool } from './require-pool.ts';

/** The most announcements of a pool that are not over: each evaluation reads and decides by all of them. */
const MOST_IN_FORCE = 500;

/** Work to announce, and its correlation: the same correlation is the same announcement. */
export interface AnnouncedDirective extends Omit<PoolDirective, 'origin'> {
  readonly correlation?: string | undefined;
}

/**
 * Announces work for a pool, so that nodes are ready in time. The correlation of its record is its id; if that announcement
 * exists, nothing is written. Expired announcements are deleted here.
 * @throws AppError AccountNotFound, PoolNotFound, InvalidDocument with every fault, TooManyAnnouncements
 */
export async function announceWork(
  ports: ChangePorts & HasAnnouncements,
  { pool, value, actor, correlation: id = ports.newCorrelation() }: AnnouncedDirective,
): Promise<AnnouncementView> {
  const facts = await requirePool(ports, pool);
  const now = await ports.clock.now();
  const kept = await ports.announcements.listOf(facts);
  const before = kept.find((note) => note.id === id);
  const said = before && readingOf(before).view;
  if (said !== undefined) return said;
  const parsed = parseAnnouncement(value, { id, actor, now });
  if (!parsed.ok) throw new AppError('InvalidDocument', 'The announcement is not valid: nothing was saved.', parsed);
  requireRoom(facts, kept, now);
  const { slots, by, note } = parsed.value;
  const reason = `${counted(slots, 'slot')} by ${by}${note === '' ? '' : `: ${note}`}`;
  const change = { actor, pool: facts, reason, before: undefined, after: parsed.value, correlation: id };
  await changing(ports, { ...change, action: 'demand.announced' }, () =>
    ports.announcements.put(noteOf(facts, id, parsed.value)),
  );
  const over = kept.filter(({ until }) => !isBefore(now, until));
  await Promise.all(over.map((old) => ports.announcements.delete(facts, old.id)));
  return parsed.value;
}

/** Requires that a pool with such announcements can have one more. @throws AppError TooManyAnnouncements */
export function requireRoom({ poolId }: PoolName, kept: readonly PoolNote[], now: Temporal.Instant): void {
  const inForce = inForceAt(kept, now).length;
  if (inForce < MOST_IN_FORCE) return;
  const message = `The pool '${poolId}' has ${inForce} announcements that are not over, and can have at most ${MOST_IN_FORCE}: nothing was saved.`;
  throw new AppError('TooManyAnnouncements', message);
}

/** Announcements in the order of their time, and those that cannot be read, because of which their pool is left alone. */
export interface ListedAnnouncements {
  readonly announcements: readonly AnnouncementView[];
  readonly unreadable: readonly { readonly id: string; readonly fault: string }[];
}

/** The announcements of a pool that have not expired. @throws AppError AccountNotFound */
export async function listAnnouncements(
  ports: HasAnnouncements & HasBatchReader & HasClock,
  pool: PoolName,
): Promise<ListedAnnouncements> {
  requireAccount(ports, pool.account);
  const notes = (await notesInForce(ports, pool)).map((note) => ({ id: note.id, ...readingOf(note) }));
  return {
    announcements: notes.flatMap(({ view }) => view ?? []).toSorted((a, b) => (a.by < b.by ? -1 : 1)),
    unreadable: notes.flatMap(({ id, fault }) => (fault === undefined ? [] : [{ id, fault }])),
  };
}

async function notesInForce(ports: HasAnnouncements & HasClock, pool: PoolName): Promise<readonly PoolNote[]> {
  const now = await ports.clock.now();
  return inForceAt(await ports.announcements.listOf(pool), now);
}

function inForceAt(notes: readonly PoolNote[], now: Temporal.Instant): readonly PoolNote[] {
  return notes.filter(({ until }) => isBefore(now, until));
}

/**
 * An announcement that has not expired; `undefined` if it cannot be read, so that its pool is left alone.
 * @throws AppError AccountNotFound, AnnouncementNotFound
 */
export async function requireAnnouncement(
  ports: HasAnnouncements & HasBatchReader & HasClock,
  pool: PoolName,
  id: string,
): Promise<AnnouncementView | undefined> {
  requireAccount(ports, pool.account);
  const found = (await notesInForce(ports, pool)).find((note) => note.id === id);
  if (found !== undefined) return readingOf(found).view;
  throw new AppError('AnnouncementNotFound', `Nothing is announced for the pool '${pool.poolId}' as '${id}'.`);
}

/** Withdraws an announcement, also one that cannot be read. @throws AppError AccountNotFound, AnnouncementNotFound */
export async function withdrawAnnouncement(
  ports: ChangePorts & HasAnnouncements,
  pool: PoolName,
  { id, actor }: { readonly id: string; readonly actor: string },
): Promise<void> {
  const before = await requireAnnouncement(ports, pool, id);
  const change = { actor, pool, reason: 'the announcement is withdrawn', before, after: undefined };
  await changing(ports, { ...change, action: 'demand.withdrawn' }, () => ports.announcements.delete(pool, id));
}

interface Reading {
  /** `undefined` if it cannot be read. */
  readonly view: AnnouncementView | undefined;
  readonly fault: string | undefined;
}

/** As an evaluation reads it, which leaves the pool alone if it cannot. */
function readingOf(note: PoolNote): Reading {
  try {
    const kept: unknown = JSON.parse(note.text);
    toAnnouncement(kept, note);
    return { view: kept as AnnouncementView, fault: undefined };
  } catch (error) {
    return { view: undefined, fault: describeError(error) };
  }
}
