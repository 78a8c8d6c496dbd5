import { Temporal } from 'temporal-polyfill';
import { type Arrival, type DemandSubject, LONGEST_TASK_SECONDS } from './demand.ts';
import type { Trace } from './trace-file.ts';

/**
 * The demand of a recorded log: the log's first whole week begins on the Monday of the week in which the demand begins, in
 * local time, so that hours and weekdays are kept. Widths are scaled to the pool's nodes.
 */
export function* replayTrace(
  trace: Trace,
  { timeZone, nodes, from }: DemandSubject,
): Generator<Arrival, void, undefined> {
  const first = trace.jobs[0];
  if (first === undefined) return;
  const widest = trace.jobs.reduce((most, { width }) => Math.max(most, width), 1);
  const recorded = mondayOnOrAfter(first.submitted, trace.timeZone);
  const replayed = mondayOnOrBefore(from, timeZone);
  for (const { submitted, runtimeSeconds, width } of trace.jobs) {
    const local = submitted.toZonedDateTimeISO(trace.timeZone).toPlainDateTime();
    const at = replayed
      .add(recorded.until(local, { largestUnit: 'days' }))
      .toZonedDateTime(timeZone)
      .toInstant();
    if (Temporal.Instant.compare(at, from) < 0) continue;
    yield {
      at,
      tasks: Math.max(1, Math.round((width / widest) * nodes)),
      seconds: Math.round(Math.min(LONGEST_TASK_SECONDS, Math.max(1, runtimeSeconds))),
    };
  }
}

function mondayOnOrAfter(instant: Temporal.Instant, timeZone: string): Temporal.PlainDateTime {
  const day = instant.toZonedDateTimeISO(timeZone).toPlainDate();
  return day.add({ days: (8 - day.dayOfWeek) % 7 }).toPlainDateTime();
}

function mondayOnOrBefore(instant: Temporal.Instant, timeZone: string): Temporal.PlainDateTime {
  const day = instant.toZonedDateTimeISO(timeZone).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - 1 }).toPlainDateTime();
}
