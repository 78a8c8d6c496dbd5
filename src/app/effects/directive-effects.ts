import { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../../core/demand/announcement.ts';
import type { Override } from '../../core/override/override.ts';
import {
  announcementWarnings,
  type DirectedPool,
  type DirectiveWarning,
  overrideWarnings,
} from '../../core/plan/directive-warnings.ts';
import type { PoolDirectives } from '../../core/plan/documents.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { parseAnnouncement, toAnnouncement } from '../../documents/announcements/announcement-document.ts';
import { parseOverride, toOverride } from '../../documents/overrides/override-document.ts';
import { AppError } from '../../ports/errors.ts';
import { requireAnnouncement, requireRoom } from '../pools/announcements.ts';
import type { PoolDirective } from '../pools/change-note.ts';
import { type LookAtPoolPorts, lookAtPool } from '../pools/look-at-pool.ts';
import { requireOverride } from '../pools/overrides.ts';
import type { Effect } from './effect.ts';
import { effectOnPool } from './effect-on-pool.ts';

/** The effect of an override. @throws AppError AccountNotFound, PoolNotFound, InvalidDocument with every fault */
export async function effectOfOverride(ports: LookAtPoolPorts, { pool, value, actor }: PoolDirective): Promise<Effect> {
  const parsed = parseOverride(value, { actor, now: await ports.clock.now() });
  if (!parsed.ok) throw new AppError('InvalidDocument', 'The override is not valid: nothing would be saved.', parsed);
  const override = toOverride(parsed.value, pool);
  return effectOnPool(ports, {
    pool,
    from: override.from,
    change: (directives) => withOverride(directives, override),
    warnings: (directed) => overrideWarnings(override, directed),
  });
}

/**
 * The effect of the end of a pool's override.
 * @throws AppError AccountNotFound, PoolNotFound, OverrideNotFound
 */
export async function effectOfOverrideEnd(ports: LookAtPoolPorts, pool: PoolName): Promise<Effect> {
  await requireOverride(ports, pool);
  return effectOnPool(ports, { pool, change: (directives) => withOverride(directives, undefined) });
}

/** One that cannot be read is replaced or deleted too. */
function withOverride({ unreadable }: PoolDirectives, override: Override | undefined): Partial<PoolDirectives> {
  return { override, unreadable: unreadable.filter(({ kind }) => kind !== 'override') };
}

/**
 * The effect of an announcement at the time when its work comes.
 * @throws AppError AccountNotFound, PoolNotFound, InvalidDocument, TooManyAnnouncements
 */
export async function effectOfAnnouncement(
  ports: LookAtPoolPorts,
  { pool, value, actor }: PoolDirective,
): Promise<Effect> {
  const now = await ports.clock.now();
  const parsed = parseAnnouncement(value, { id: NEW, actor, now });
  if (!parsed.ok)
    throw new AppError('InvalidDocument', 'The announcement is not valid: nothing would be saved.', parsed);
  const announcement = toAnnouncement(parsed.value, pool);
  requireRoom(pool, await ports.announcements.listOf(pool), now);
  return effectOnPool(ports, {
    pool,
    from: announcement.by,
    change: ({ announcements }) => ({ announcements: [...announcements, announcement] }),
    warnings: (directed) => announcementWarnings(announcement, directed, now),
  });
}

/** The id of an announcement that is only tried. */
const NEW = '00000000-0000-0000-0000-000000000000';

/** The effect of withdrawing an announcement. @throws AppError AccountNotFound, PoolNotFound, AnnouncementNotFound */
export async function effectOfWithdrawal(ports: LookAtPoolPorts, pool: PoolName, id: string): Promise<Effect> {
  const view = await requireAnnouncement(ports, pool, id);
  return effectOnPool(ports, {
    pool,
    from: view && Temporal.Instant.from(view.by),
    change: ({ announcements, unreadable }) => ({
      announcements: announcements.filter((one) => one.id !== id),
      unreadable: unreadable.filter((one) => one.id !== id),
    }),
  });
}

/** The parts of a saved override that have no effect. */
export function warningsOfOverride(ports: LookAtPoolPorts, override: Override): Promise<readonly DirectiveWarning[]> {
  return warningsOn(ports, override, (pool) => overrideWarnings(override, pool));
}

/** The parts of a saved announcement that have no effect. */
export async function warningsOfAnnouncement(
  ports: LookAtPoolPorts,
  announcement: Announcement,
): Promise<readonly DirectiveWarning[]> {
  const now = await ports.clock.now();
  return warningsOn(ports, announcement, (pool) => announcementWarnings(announcement, pool, now));
}

/** A failure here must not fail the request: the directive is saved already. */
async function warningsOn(
  ports: LookAtPoolPorts,
  pool: PoolName,
  find: (pool: DirectedPool) => readonly DirectiveWarning[],
): Promise<readonly DirectiveWarning[]> {
  try {
    const { facts, nodes, found } = await lookAtPool(ports, pool);
    return find({ facts, nodes, effective: found });
  } catch (error) {
    return [{ path: '$', message: `what it does could not be found out: ${describeError(error)}` }];
  }
}
