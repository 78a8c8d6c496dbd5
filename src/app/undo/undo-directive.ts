import { Temporal } from 'temporal-polyfill';
import type { AuditRecord } from '../../core/audit/record.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasAnnouncements, HasOverrides } from '../../ports/pool-notes.ts';
import {
  effectOfAnnouncement,
  effectOfOverride,
  effectOfOverrideEnd,
  effectOfWithdrawal,
} from '../effects/directive-effects.ts';
import { announceWork, withdrawAnnouncement } from '../pools/announcements.ts';
import type { ChangePorts } from '../pools/change-note.ts';
import type { LookAtPoolPorts } from '../pools/look-at-pool.ts';
import { deleteOverride, putOverride, readOverride } from '../pools/overrides.ts';
import { notUndoable, poolIn, type Reversal, requireUnchanged } from './reversal.ts';

type Ports = LookAtPoolPorts & ChangePorts & HasOverrides & HasAnnouncements;

/** Restores the previous override of a pool, or ends the override if there was none. @throws AppError DocumentChanged */
export async function undoOverride(ports: Ports, record: AuditRecord, actor: string): Promise<Reversal> {
  const pool = poolIn(record);
  const found = await readOverride(ports, pool);
  requireUnchanged(`the override of ${pool.poolId}`, found.view, record.after);
  const value = writtenIn(record.before);
  if (value === undefined || !isBefore(await ports.clock.now(), untilOf(value))) {
    if (record.after === undefined) throw notUndoable('the override that was taken back is over by now');
    return {
      says: `the override of ${pool.poolId} ends`,
      effect: () => effectOfOverrideEnd(ports, pool),
      apply: () => deleteOverride(ports, { pool, actor, found }),
    };
  }
  return {
    says: `the override of ${pool.poolId} is what it was before`,
    effect: () => effectOfOverride(ports, { pool, value, actor }),
    apply: () => putOverride(ports, { pool, value, actor, over: found }),
  };
}

/** Withdraws an announcement, or makes a withdrawn one again. */
export async function undoAnnouncement(ports: Ports, record: AuditRecord, actor: string): Promise<Reversal> {
  const pool = poolIn(record);
  const id = idIn(record.after ?? record.before);
  if (record.after !== undefined) {
    return {
      says: `the announcement for ${pool.poolId} is withdrawn`,
      effect: () => effectOfWithdrawal(ports, pool, id),
      apply: () => withdrawAnnouncement(ports, pool, { id, actor }),
    };
  }
  const value = writtenIn(record.before);
  return {
    says: `the work for ${pool.poolId} is announced again`,
    effect: () => effectOfAnnouncement(ports, { pool, value, actor }),
    apply: () => announceWork(ports, { pool, value, actor, correlation: id }),
  };
}

/** The members of a directive as its author wrote them, without those that were added when it was stored. */
function writtenIn(kept: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { actor: _, origin: __, id: ___, ...written } = kept as Readonly<Record<string, unknown>>;
  return written;
}

function untilOf({ until }: Readonly<Record<string, unknown>>): Temporal.Instant {
  return Temporal.Instant.from(String(until));
}

function idIn(kept: unknown): string {
  const { id } = (kept ?? {}) as { readonly id?: unknown };
  if (typeof id !== 'string') throw notUndoable('it names no announcement');
  return id;
}
