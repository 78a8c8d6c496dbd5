import { KeptByWeight, rememberOf } from '../remember.ts';
import { type EpochMilliseconds, instantOf } from '../time/epoch.ts';
import { isBefore } from '../time/instants.ts';
import type { LayoutSpan } from './openings.ts';
import type { Schedule } from './schedule.ts';
import { orRefused, type Segment, type Timeline, timelineWithin } from './timeline.ts';

/** Cached timelines begin and end at multiples of this, so that one serves every evaluation in between. */
const BLOCK_MILLISECONDS = 4 * 3600 * 1000;

/** Of all timelines together: about 60 MB, or the timelines of a thousand usual schedules. A hostile schedule has 15,000. */
const MOST_SEGMENTS = 100_000;

interface Kept {
  readonly timeline: Timeline;
  readonly steps: number;
}

const KEPT = new KeptByWeight<string, Kept>(MOST_SEGMENTS, ({ timeline }) => timeline.segments.length);

/** A schedule that was read anew is another one. */
let schedules = 0;
const numberOf = rememberOf((_: Schedule) => schedules++);

/**
 * Like `timelineWithin`, for a schedule that is needed for nearly the same span again and again: every minute, and by all pools
 * of a policy. The timeline is computed once for some hours, and cached for the schedule object, as long as all timelines are
 * few enough. A cached timeline is charged to the budget like a new one, so no result depends on earlier calls.
 * @throws LayoutRefused
 */
export function keptTimeline(schedule: Schedule, span: LayoutSpan): Timeline {
  const from = blockBefore(span.from.epochMilliseconds);
  const until = blockBefore(span.until.epochMilliseconds) + BLOCK_MILLISECONDS;
  const key = `${numberOf(schedule)} ${from} ${until}`;
  const known = KEPT.get(key);
  if (known !== undefined) {
    return orRefused(() => {
      span.budget.spend(known.steps);
      return within(known.timeline, span);
    });
  }
  const before = span.budget.spent;
  const timeline = timelineWithin(schedule, { ...span, from: instantOf(from), until: instantOf(until) });
  KEPT.add(key, { timeline, steps: span.budget.spent - before });
  return within(timeline, span);
}

function blockBefore(at: EpochMilliseconds): EpochMilliseconds {
  return Math.floor(at / BLOCK_MILLISECONDS) * BLOCK_MILLISECONDS;
}

/** The part of a timeline between two instants, as if only that had been computed. */
function within({ schedule, segments }: Timeline, { from, until }: LayoutSpan): Timeline {
  const clamped = (segment: Segment): Segment => {
    const [isCutBefore, isCutAfter] = [isBefore(segment.from, from), isBefore(until, segment.until)];
    if (!isCutBefore && !isCutAfter) return segment;
    return { ...segment, ...(isCutBefore && { from }), ...(isCutAfter && { until }) };
  };
  const inside = segments.filter((segment) => isBefore(from, segment.until) && isBefore(segment.from, until));
  return { schedule, segments: inside.map(clamped) };
}
