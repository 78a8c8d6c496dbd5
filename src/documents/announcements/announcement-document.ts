import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Announcement } from '../../core/demand/announcement.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { isBefore } from '../../core/time/instants.ts';
import { INSTANT, INSTANT_OF_DIRECTIVE, instantIn } from '../fields/fields.ts';
import { type Parsed, parseWith } from '../fields/parsed.ts';
import { SLOTS } from '../fields/slots.ts';
import { NOTE } from '../overrides/override-document.ts';

/** An announcement of work as people and systems write it. */
export const ANNOUNCEMENT = z.strictObject(
  {
    slots: SLOTS,
    by: INSTANT_OF_DIRECTIVE,
    until: INSTANT_OF_DIRECTIVE.optional(),
    note: NOTE,
  },
  'an announcement such as { "slots": 200, "by": "2026-03-03T06:00:00Z" } is expected',
);

/** Work arrives at about the announced time; from then on, its own tasks keep the nodes. */
const HELD_HOURS = 1;
const LONGEST_HELD_HOURS = 24;

const LONGEST_DAYS = 366;

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
  const faults = [...(parsed.ok ? [] : parsed.faults), ...timeFaults(value, now)];
  if (!parsed.ok || faults.length > 0) return { ok: false, faults };
  const { until = endOf(Temporal.Instant.from(parsed.value.by)).toString() } = parsed.value;
  return { ok: true, value: { ...parsed.value, id, until, actor } };
}

function endOf(by: Temporal.Instant): Temporal.Instant {
  return by.add({ hours: HELD_HOURS });
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

/** Faults between the times, and with the present; reported even if other members are invalid. */
function timeFaults(value: unknown, now: Temporal.Instant): readonly InputFault[] {
  const [by, until] = [instantIn(value, 'by'), instantIn(value, 'until')];
  const end = until ?? (by && endOf(by));
  const latest = now.add({ hours: LONGEST_DAYS * 24 });
  return [
    ...(end !== undefined && !isBefore(now, end)
      ? [{ path: until === undefined ? '$.by' : '$.until', message: `it is in the past: it is now ${now}` }]
      : []),
    ...(by !== undefined && isBefore(latest, by)
      ? [{ path: '$.by', message: `at most ${LONGEST_DAYS} days from now` }]
      : []),
    ...(by === undefined || until === undefined ? [] : spanFaults(by, until)),
  ];
}

function spanFaults(by: Temporal.Instant, until: Temporal.Instant): readonly InputFault[] {
  const path = '$.until';
  if (!isBefore(by, until)) return [{ path, message: 'it ends before it begins' }];
  if (!isBefore(by.add({ hours: LONGEST_HELD_HOURS }), until)) return [];
  return [{ path, message: `nodes are held at most ${LONGEST_HELD_HOURS} hours for work that was announced` }];
}
