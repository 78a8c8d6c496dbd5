import { rememberOf } from '../remember.ts';
import { type EpochMilliseconds, instantOf } from '../time/epoch.ts';
import { isBefore } from '../time/instants.ts';
import type { LayoutSpan } from './openings.ts';
import type { Schedule } from './schedule.ts';
import { orRefused, type Segment, type Timeline, timelineWithin } from './timeline.ts';

/** What is kept begins and ends at multiples of this, so that it serves every evaluation in between. */
const BLOCK_MILLISECONDS = 4 * 3600 * 1000;

/** Pools with other lead times look further ahead; near the end of a block two of them are asked for in turns. */
const MOST_KEPT = 4;

interface Kept {
  readonly timeline: Timeline;
  readonly steps: number;
}

const keptOf = rememberOf((_: Schedule) => new Map<string, Kept>());

/**
 * As `timelineWithin`, of a schedule that is asked for nearly the same span again and again: every minute, and by all pools of a
 * policy. It is laid out once for some hours, and kept as long as the schedule itself. What is kept costs the budget the same as
 * what is laid out, so that no answer hangs on what was asked before.
 * @throws LayoutRefused
 */
export function keptTimeline(schedule: Schedule, span: LayoutSpan): Timeline {
  const from = blockBefore(span.from.epochMilliseconds);
  const until = blockBefore(span.until.epochMilliseconds) + BLOCK_MILLISECONDS;
  const kept = keptOf(schedule);
  const key = `${from} ${until}`;
  const known = kept.get(key);
  if (known !== undefined) {
    return orRefused(() => {
      span.budget.spend(known.steps);
      return within(known.timeline, span);
    });
  }
  const before = span.budget.spent;
  const timeline = timelineWithin(schedule, { ...span, from: instantOf(from), until: instantOf(until) });
  const [oldest] = kept.size < MOST_KEPT ? [] : kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
  kept.set(key, { timeline, steps: span.budget.spent - before });
  return within(timeline, span);
}

function blockBefore(at: EpochMilliseconds): EpochMilliseconds {
  return Math.floor(at / BLOCK_MILLISECONDS) * BLOCK_MILLISECONDS;
}

/** The part of a timeline between two instants, as if no more had been laid out. */
function within({ schedule, segments }: Timeline, { from, until }: LayoutSpan): Timeline {
  const clamped = (segment: Segment): Segment => {
    const [isCutBefore, isCutAfter] = [isBefore(segment.from, from), isBefore(until, segment.until)];
    if (!isCutBefore && !isCutAfter) return segment;
    return { ...segment, ...(isCutBefore && { from }), ...(isCutAfter && { until }) };
  };
  const inside = segments.filter((segment) => isBefore(from, segment.until) && isBefore(segment.from, until));
  return { schedule, segments: inside.map(clamped) };
}
