import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Announcement } from '../../core/demand/announcement.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { isBefore } from '../../core/time/instants.ts';
import { INSTANT } from '../fields/fields.ts';
import { type Parsed, parseWith } from '../fields/parsed.ts';
import { NOTE } from '../overrides/override-document.ts';

/** An announcement of work as people and systems write it. */
export const ANNOUNCEMENT = z.strictObject(
  {
    slots: z.int('a number of task slots is expected').min(1, 'at least one slot is expected').max(10_000_000),
    by: INSTANT,
    until: INSTANT.optional(),
    note: NOTE,
  },
  'an announcement such as { "slots": 200, "by": "2026-03-03T06:00:00Z" } is expected',
);

/** Work arrives at about the announced time; from then on, its own tasks keep the nodes. */
const HELD_HOURS = 1;
const LONGEST_HELD_HOURS = 24;

/** An announcement as stored and shown: with its end, its id, and its author. */
export type AnnouncementView = z.infer<typeof ANNOUNCEMENT> & {
  readonly id: string;
  readonly until: string;
  readonly actor: string;
};

/** Validates an announcement that a caller sends for a pool at `now`, and reports all faults. */
export function parseAnnouncement(
  value: unknown,
  { id, actor, now }: Pick<Announcement, 'id' | 'actor'> & { readonly now: Temporal.Instant },
): Parsed<AnnouncementView> {
  const parsed = parseWith(ANNOUNCEMENT, value);
  if (!parsed.ok) return parsed;
  const by = Temporal.Instant.from(parsed.value.by);
  const until = parsed.value.until ?? by.add({ hours: HELD_HOURS }).toString();
  const faults = timeFaults(by, Temporal.Instant.from(until), now);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: { ...parsed.value, id, until, actor } };
}

/** The announcement for a pool from its stored JSON. @throws Error if it cannot be read */
export function toAnnouncement(kept: unknown, { account, poolId }: PoolName): Announcement {
  const { id, slots, by, until, note, actor } = KEPT.parse(kept);
  return {
    account,
    poolId,
    id,
    slots,
    by: Temporal.Instant.from(by),
    until: Temporal.Instant.from(until),
    note,
    actor,
  };
}

const KEPT = ANNOUNCEMENT.extend({ id: z.string(), until: INSTANT, actor: z.string() });

function timeFaults(by: Temporal.Instant, until: Temporal.Instant, now: Temporal.Instant): readonly InputFault[] {
  if (!isBefore(now, until)) return [{ path: '$.by', message: `it is over: now is ${now}` }];
  if (isBefore(now.add({ hours: 366 * 24 }), by)) return [{ path: '$.by', message: 'at most 366 days from now' }];
  if (!isBefore(by, until)) return [{ path: '$.until', message: 'it ends before it begins' }];
  return isBefore(by.add({ hours: LONGEST_HELD_HOURS }), until)
    ? [{ path: '$.until', message: `nodes are held at most ${LONGEST_HELD_HOURS} hours for work that was announced` }]
    : [];
}
