import { Temporal } from 'temporal-polyfill';
import type { WireRecurrence } from '../../wire/job-schedule.ts';
import { LAST_INSTANT } from '../world/time-limits.ts';

/**
 * The first time at or after `from` at which a job is to be created; `undefined` if there is none. Times are multiples of the
 * interval from the earliest one on: `doNotRunUntil`, or the creation of the schedule. A schedule that does not recur has one.
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/create-job-schedule#batchjobscheduleconfiguration (2025-06-01)
 */
export function nextOccurrence(
  { doNotRunUntil, doNotRunAfter, recurrenceInterval }: WireRecurrence,
  created: Temporal.Instant,
  from: Temporal.Instant,
): Temporal.Instant | undefined {
  const first = earliest(doNotRunUntil, created);
  const next = recurrenceInterval === undefined ? once(first, from) : recurring(first, from, recurrenceInterval);
  const last = doNotRunAfter === undefined ? LAST_INSTANT : Temporal.Instant.from(doNotRunAfter);
  return next !== undefined && Temporal.Instant.compare(next, last) > 0 ? undefined : next;
}

/** Until when a job that was due at an instant may still be created; `undefined` is without end. */
export function windowEnd(
  { startWindow, recurrenceInterval }: WireRecurrence,
  due: Temporal.Instant,
): Temporal.Instant | undefined {
  const spans = [startWindow, recurrenceInterval].filter((span) => span !== undefined).map(millisecondsOf);
  // "The Job that is 'due' in one recurrenceInterval is not carried forward into the next recurrence interval."
  return spans.length === 0 ? undefined : due.add({ milliseconds: Math.min(...spans) });
}

function earliest(doNotRunUntil: string | undefined, created: Temporal.Instant): Temporal.Instant {
  if (doNotRunUntil === undefined) return created;
  const wanted = Temporal.Instant.from(doNotRunUntil);
  return Temporal.Instant.compare(wanted, created) > 0 ? wanted : created;
}

function once(first: Temporal.Instant, from: Temporal.Instant): Temporal.Instant | undefined {
  return Temporal.Instant.compare(first, from) >= 0 ? first : undefined;
}

function recurring(first: Temporal.Instant, from: Temporal.Instant, interval: string): Temporal.Instant {
  const length = millisecondsOf(interval);
  const passed = from.epochMilliseconds - first.epochMilliseconds;
  return first.add({ milliseconds: Math.max(0, Math.ceil(passed / length)) * length });
}

/** In whole milliseconds, because an instant is counted in them here. */
function millisecondsOf(span: string): number {
  return Math.round(Temporal.Duration.from(span).total('milliseconds'));
}
