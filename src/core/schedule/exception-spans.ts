import type { Temporal } from 'temporal-polyfill';
import { openingInstant } from '../time/wall-clock.ts';
import type { Capacity, DatesException, Exception, Schedule } from './schedule.ts';
import type { Span } from './window-span.ts';

/** What holds while an exception does. */
export interface StandingException {
  readonly name: string;
  readonly capacity: Capacity;
}

/** An exception, and one span of time in which it holds. */
export interface ExceptionSpan {
  readonly exception: StandingException;
  readonly span: Span;
}

/** Every span in which an exception of a schedule holds, as far as it may touch a span of time: a calendar gives one for each event. */
export function exceptionSpansBetween(
  { exceptions, timeZone }: Pick<Schedule, 'exceptions' | 'timeZone'>,
  from: Temporal.Instant,
  until: Temporal.Instant,
): readonly ExceptionSpan[] {
  const spansOf = (exception: Exception): readonly ExceptionSpan[] => {
    if (exception.kind === 'dates') return [{ exception, span: daysSpan(exception, timeZone) }];
    const { capacity } = exception;
    return exception.eventsBetween(from, until).map(({ name, ...span }) => ({ exception: { name, capacity }, span }));
  };
  return exceptions.flatMap(spansOf);
}

/** Whole days in a time zone, both ends included. */
export function daysSpan({ from, to }: Pick<DatesException, 'from' | 'to'>, timeZone: string): Span {
  return { opens: startOfDate(from, timeZone), closes: startOfDate(to.add({ days: 1 }), timeZone) };
}

/** When a date begins in a time zone: midnight, or what the clocks show first of it. */
export function startOfDate(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return openingInstant(date.toPlainDateTime(), timeZone);
}
