import { Temporal } from 'temporal-polyfill';
import { DAY_MILLISECONDS } from '../time/epoch.ts';
import type { PoolUse } from './memory.ts';

/** How long the use of a pool counts: the shortest span that contains a whole working week. */
export const USE_COUNTS_FOR = Temporal.Duration.from({ hours: 7 * 24 });

const DAYS = 7;

/**
 * Adds a look to the use of a pool. Between two looks the number of nodes counts as that of the first, because a change causes
 * a look. A day with no more nodes than a later one is dropped, so there are never more entries than days.
 */
export function noteUse(before: PoolUse | undefined, on: number, now: Temporal.Instant): PoolUse {
  const day = Math.floor(now.epochMilliseconds / DAY_MILLISECONDS);
  const known = before?.peaks ?? [];
  const lasted = known.slice(-1).map(({ nodes }) => ({ day, nodes }));
  const peaks = [...known.slice(0, -1), ...lasted, { day, nodes: on }].filter(
    (peak, index, all) =>
      peak.day >= day - DAYS &&
      !all.slice(index + 1).some(({ nodes }) => nodes >= peak.nodes) &&
      (index === all.length - 1 || !all.slice(0, index).some((other) => other.day === peak.day)),
  );
  return { since: before?.since ?? now, peaks };
}

/** The most nodes that were on in the last week; `undefined` if it is not known for a whole week. */
export function weekOfUse(use: PoolUse | undefined, now: Temporal.Instant): number | undefined {
  if (use === undefined || Temporal.Instant.compare(now, use.since.add(USE_COUNTS_FOR)) < 0) return undefined;
  return Math.max(0, ...use.peaks.map(({ nodes }) => nodes));
}
