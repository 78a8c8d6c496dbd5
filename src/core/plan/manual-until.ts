import { Temporal } from 'temporal-polyfill';
import { nextEdge } from '../schedule/capacity-at.ts';
import type { Timeline } from '../schedule/timeline.ts';

/** Without an edge in sight what was done by hand holds for a day. */
const NO_EDGE = Temporal.Duration.from({ hours: 24 });

/** Until when a start or stop by hand holds if nobody has said: the next edge of the pool's schedules. */
export function manualUntil(timelines: readonly Timeline[], now: Temporal.Instant): Temporal.Instant {
  return nextEdge(timelines, now) ?? now.add(NO_EDGE);
}
