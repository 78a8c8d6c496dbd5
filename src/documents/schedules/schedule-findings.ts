import { Temporal } from 'temporal-polyfill';
import {
  exceptionConflicts,
  windowConflicts,
  windowsThatNeverClose,
  windowsThatNeverOpen,
} from '../../core/schedule/conflicts.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import type { Timeline } from '../../core/schedule/timeline.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { DocumentFinding } from '../fields/document-finding.ts';

/**
 * Findings about a schedule and its timeline: windows that never open, never close, are always overridden, or change
 * nothing; calendars none of whose events takes place; exceptions that contradict each other; a validity that ends before it begins.
 *
 * If the timeline is shorter than a year, a window that never opens or is always overridden is advice, because another week
 * may differ; from a year on it is a warning.
 */
export function scheduleFindings(timeline: Timeline): readonly DocumentFinding[] {
  const never = neverValid(timeline.schedule);
  if (never.length > 0) return never;
  const of = { timeline, severity: isLong(timeline) ? ('warning' as const) : ('advice' as const) };
  return [
    ...neverOpen(of),
    ...neverClose(timeline),
    ...withoutEvents(timeline),
    ...conflicts(of),
    ...contradictions(timeline),
  ];
}

/** Findings about capacities that exceed the number of nodes in the pool. */
export function sizeFindings({ windows, outside }: Schedule, poolSize: number): readonly DocumentFinding[] {
  const asking = [
    ...windows.map(({ capacity }, index) => ({ capacity, path: `$.windows[${index}].capacity.min` })),
    { capacity: outside, path: '$.outside.min' },
  ];
  return asking.flatMap(({ capacity: { min }, path }): readonly DocumentFinding[] =>
    min.kind === 'share' || min.nodes <= poolSize
      ? []
      : [
          {
            severity: 'advice',
            path,
            rule: 'more-than-the-pool',
            message: `${min.nodes} nodes are required; a pool of ${poolSize} starts all of its nodes`,
          },
        ],
  );
}

/** The timeline of a schedule, and the severity of a finding about a window that does not show in it. */
interface Laid {
  readonly timeline: Timeline;
  readonly severity: 'warning' | 'advice';
}

function isLong({ segments }: Timeline): boolean {
  const [from, until] = [segments[0]?.from, segments.at(-1)?.until];
  return from !== undefined && until !== undefined && !isBefore(until, from.add({ hours: 365 * 24 }));
}

function neverValid({ validFrom, validUntil }: Schedule): readonly DocumentFinding[] {
  if (validFrom === undefined || validUntil === undefined) return [];
  if (Temporal.PlainDate.compare(validFrom, validUntil) <= 0) return [];
  const message = `it is never valid: ${validUntil} comes before ${validFrom}`;
  return [{ severity: 'warning', path: '$.validUntil', rule: 'never-valid', message }];
}

function neverOpen({ timeline, severity }: Laid): readonly DocumentFinding[] {
  if (timeline.segments.length === 0) return [];
  return windowsThatNeverOpen(timeline).map((name) => ({
    severity,
    path: pathOf(name, timeline.schedule),
    rule: 'window-never-opens',
    message: `window "${name}" does not open ${spanOf(timeline)}`,
  }));
}

/** A shorter timeline may not include the gaps between days or weeks. */
const A_WEEK = { hours: 8 * 24 };

function neverClose(timeline: Timeline): readonly DocumentFinding[] {
  const [from, until] = [timeline.segments[0]?.from, timeline.segments.at(-1)?.until];
  if (from === undefined || until === undefined || isBefore(until, from.add(A_WEEK))) return [];
  return windowsThatNeverClose(timeline).map((name) => ({
    severity: 'advice',
    path: pathOf(name, timeline.schedule),
    rule: 'window-never-closes',
    message: `window "${name}" does not close ${spanOf(timeline)}: "outside" sets the capacity for all times`,
  }));
}

/** A pattern may be misspelled, and the holidays of a calendar may be those of past years. Most weeks have no event. */
function withoutEvents(timeline: Timeline): readonly DocumentFinding[] {
  if (!isLong(timeline)) return [];
  const applied = new Set(timeline.segments.flatMap(({ exceptions }) => exceptions.map(({ source }) => source)));
  return timeline.schedule.exceptions.flatMap((exception, index): readonly DocumentFinding[] =>
    exception.kind === 'dates' || applied.has(exception)
      ? []
      : [
          {
            severity: 'warning',
            path: `$.exceptions[${index}]`,
            rule: 'calendar-without-events',
            message: `no event of ${exception.name} that this exception chooses takes place ${spanOf(timeline)}`,
          },
        ],
  );
}

function conflicts({ timeline, severity }: Laid): readonly DocumentFinding[] {
  return windowConflicts(timeline).map(({ window, kind, by }) => {
    const path = pathOf(window, timeline.schedule);
    const claims = by.join(', ');
    return kind === 'shadowed'
      ? {
          severity,
          path,
          rule: 'window-shadowed',
          message: `window "${window}" never counts ${spanOf(timeline)}: it is always overridden by ${claims}`,
        }
      : {
          severity: 'advice',
          path,
          rule: 'window-changes-nothing',
          message: `window "${window}" changes nothing ${spanOf(timeline)}: at least as much is required by ${claims}`,
        };
  });
}

function contradictions(timeline: Timeline): readonly DocumentFinding[] {
  const { exceptions, timeZone } = timeline.schedule;
  return exceptionConflicts(timeline).map(({ names: [first, other], segment }) => {
    const index = exceptions.findIndex(({ name }) => name === other);
    const date = segment.from.toZonedDateTimeISO(timeZone).toPlainDate();
    return {
      severity: 'warning',
      path: index < 0 ? '$.exceptions' : `$.exceptions[${index}]`,
      rule: 'exceptions-contradict',
      message: `exceptions "${first}" and "${other}" both apply on ${date} with different capacities: the larger values count`,
    };
  });
}

function pathOf(window: string, { windows }: Schedule): string {
  return `$.windows[${windows.findIndex(({ name }) => name === window)}]`;
}

/** The days of a timeline, in words for people. */
function spanOf({ schedule: { timeZone }, segments }: Timeline): string {
  const dateOf = (instant?: Temporal.Instant) => instant?.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const first = dateOf(segments[0]?.from);
  const last = dateOf(segments.at(-1)?.until.subtract({ nanoseconds: 1 }));
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}
