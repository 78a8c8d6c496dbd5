import { Temporal } from 'temporal-polyfill';
import { nextEdge } from '../schedule/capacity-at.ts';
import type { Timeline } from '../schedule/timeline.ts';

/** If there is no next edge, an act of a person is respected for a day. */
const NO_EDGE = Temporal.Duration.from({ hours: 24 });

/** Until when an act of a person is respected by default: the next edge of the pool's schedules. */
export function manualUntil(timelines: readonly Timeline[], now: Temporal.Instant): Temporal.Instant {
  return nextEdge(timelines, now) ?? now.add(NO_EDGE);
}
