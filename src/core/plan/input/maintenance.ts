import type { Temporal } from 'temporal-polyfill';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { openingsBetween, segmentAt, type Timeline } from '../../schedule/timeline.ts';
import { type EpochMilliseconds, millisecondsIn } from '../../time/epoch.ts';
import { isBefore } from '../../time/instants.ts';

/** An open maintenance window: deallocated nodes are each started for a while, to install the updates that they have missed. */
export interface Maintenance {
  readonly opens: Temporal.Instant;
  readonly closes: Temporal.Instant;
  /** How long a node stays on. */
  readonly stay: Temporal.Duration;
  /** For people: `maintenance window "patches" of nights`. */
  readonly because: string;
}

/** An open window cannot have opened longer ago than this. */
const LONGEST_HOURS = 8 * 24;

/** The maintenance window that is open at an instant; of several, the one that opened first. */
export function maintenanceAt(timelines: readonly Timeline[], now: Temporal.Instant): Maintenance | undefined {
  return timelines
    .flatMap((timeline) => openIn(timeline, now))
    .toSorted((a, b) => (isBefore(a.opens, b.opens) ? -1 : 1))[0];
}

/**
 * Is a node to be started in a maintenance window? It is if it has been off since before the window, and if there is time left
 * for its stay.
 */
export function isToBeMaintained(
  { bootedAt, stateSince }: NodeSnapshot,
  { opens, closes, stay }: Maintenance,
  now: Temporal.Instant,
): boolean {
  // A node that was deallocated since the window opened has been on in it. Its boot time may not be shown any more.
  const hasBeenOn = [bootedAt, stateSince].some((moment) => moment !== undefined && moment >= opens.epochMilliseconds);
  return !hasBeenOn && !isBefore(closes, now.add(stay));
}

/** When the stay of a node in a maintenance window ends; `undefined` for a node that was on before the window. */
export function stayEnds(
  { bootedAt, stateSince }: NodeSnapshot,
  { opens, stay }: Maintenance,
): EpochMilliseconds | undefined {
  const onSince = bootedAt ?? stateSince;
  return onSince === undefined || onSince < opens.epochMilliseconds ? undefined : onSince + millisecondsIn(stay);
}

function openIn(timeline: Timeline, now: Temporal.Instant): readonly Maintenance[] {
  const { open, valid } = segmentAt(timeline, now);
  const names = new Set(open.flatMap(({ name, maintenance }) => (maintenance === undefined ? [] : [name])));
  if (!valid || names.size === 0) return [];
  const { schedule } = timeline;
  return openingsBetween(schedule, now.subtract({ hours: LONGEST_HOURS }), now.add({ nanoseconds: 1 })).flatMap(
    ({ window, span }) => {
      const covers = !isBefore(now, span.opens) && isBefore(now, span.closes);
      if (!covers || !names.has(window.name) || window.maintenance === undefined) return [];
      const because = `maintenance window "${window.name}" of ${schedule.id}`;
      return [{ ...span, stay: window.maintenance, because }];
    },
  );
}
