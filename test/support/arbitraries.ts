import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { JobWork } from '../../src/core/demand/job-work.ts';
import type { TaskLoad } from '../../src/core/demand/task-load.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { NODE_STATES } from '../../src/core/pool/node-state.ts';
import type { NodeSnapshot, PoolSnapshot } from '../../src/core/pool/snapshot.ts';
import type { Amount } from '../../src/core/schedule/amount.ts';
import type { DateMatcher, NthWeekday } from '../../src/core/schedule/date-matcher.ts';
import type { Capacity, DatesException, Recurrence, Schedule, Window } from '../../src/core/schedule/schedule.ts';
import type { Weekday } from '../../src/core/schedule/weekday.ts';
import { aJobWork, aNode, aPolicy, aPoolFacts, minutes, NO_BUDGET, NOON } from './builders.ts';

/** Zones with a change of an hour, of half an hour, at midnight, to the minute, and of none at all. */
export const ZONES = [
  'Etc/UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Asia/Tokyo',
] as const;

export function zone(): fc.Arbitrary<string> {
  return fc.constantFrom(...ZONES);
}

/** Any zone of the tz database. */
export function anyZone(): fc.Arbitrary<string> {
  return fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
}

/** A zone of the tz database and an instant of the years 1880 to 2080, most often within two days of a clock change of it. */
export function aroundClockChange(): fc.Arbitrary<{ readonly timeZone: string; readonly instant: Temporal.Instant }> {
  const start = Temporal.Instant.from('1880-01-01T00:00Z');
  return fc
    .record({
      timeZone: fc.oneof(zone(), anyZone()),
      day: fc.nat({ max: 200 * 365 }),
      seconds: fc.oneof(
        fc.integer({ min: -2 * 86_400, max: 2 * 86_400 }),
        fc.integer({ min: -480, max: 480 }).map((quarters) => quarters * 900),
      ),
      nanoseconds: fc.constantFrom(0, 0, -1, 1, 500_000),
    })
    .map(({ timeZone, day, seconds, nanoseconds }) => {
      const zoned = start.add({ hours: 24 * day }).toZonedDateTimeISO(timeZone);
      const change = zoned.getTimeZoneTransition('previous') ?? zoned;
      return { timeZone, instant: change.toInstant().add({ seconds }).add({ nanoseconds }) };
    });
}

export function plainTime(): fc.Arbitrary<Temporal.PlainTime> {
  return fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 15, 30, 59))
    .map(([hour, minute]) => new Temporal.PlainTime(hour, minute));
}

export function amount(): fc.Arbitrary<Amount> {
  return fc.oneof(
    fc.nat({ max: 12 }).map((nodes): Amount => ({ kind: 'nodes', nodes })),
    fc.nat({ max: 100 }).map((percent): Amount => ({ kind: 'share', percent })),
  );
}

export function capacity(): fc.Arbitrary<Capacity> {
  return fc.record({ min: amount(), max: fc.option(amount(), { nil: undefined }) });
}

export function dateMatcher(): fc.Arbitrary<DateMatcher> {
  const weekday = fc.integer({ min: 1, max: 7 }).map((day) => day as Weekday);
  return fc.record({
    weekdays: fc.uniqueArray(weekday, { minLength: 1 }).map((days) => new Set(days)),
    nthWeekdays: fc.array(fc.record({ weekday, nth: fc.constantFrom<NthWeekday['nth']>(1, 2, 3, 4, 5, 'last') }), {
      maxLength: 1,
    }),
    monthDays: fc.uniqueArray(fc.constantFrom(1, 15, 28, 31, -1), { maxLength: 1 }).map((days) => new Set(days)),
  });
}

export function daysRecurrence(): fc.Arbitrary<Extract<Recurrence, { kind: 'days' }>> {
  return fc.record({ kind: fc.constant('days' as const), days: dateMatcher(), from: plainTime(), to: plainTime() });
}

function dateRecurrence(): fc.Arbitrary<Recurrence> {
  const date = fc.integer({ min: -3, max: 9 }).map((days) => Temporal.PlainDate.from('2026-03-02').add({ days }));
  return fc.record({ kind: fc.constant('date' as const), date, from: plainTime(), to: plainTime() });
}

function cronRecurrence(): fc.Arbitrary<Recurrence> {
  return fc
    .record({
      times: fc.uniqueArray(plainTime(), { maxLength: 3, selector: String }),
      length: fc.integer({ min: 1, max: 50 }),
    })
    .map(({ times, length }) => ({
      kind: 'cron' as const,
      cron: times.join(' '),
      duration: Temporal.Duration.from({ hours: length }),
      timesOn: () => times.toSorted(Temporal.PlainTime.compare),
    }));
}

export function window(): fc.Arbitrary<Window> {
  return fc.record({
    name: fc.constantFrom('weekdays', 'nightly', 'weekend'),
    recurrence: fc.oneof({ weight: 5, arbitrary: daysRecurrence() }, dateRecurrence(), cronRecurrence()),
    capacity: capacity(),
    priority: fc.nat({ max: 2 }),
  });
}

function aDay(): fc.Arbitrary<Temporal.PlainDate> {
  return fc.integer({ min: -3, max: 9 }).map((days) => Temporal.PlainDate.from('2026-03-02').add({ days }));
}

function exception(): fc.Arbitrary<DatesException> {
  return fc
    .record({ from: aDay(), days: fc.nat({ max: 2 }), capacity: capacity() })
    .map(({ from, days, capacity: asked }) => ({
      kind: 'dates',
      from,
      to: from.add({ days }),
      capacity: asked,
      name: from.toString(),
    }));
}

export function schedule(): fc.Arbitrary<Schedule> {
  return fc.record({
    id: fc.constantFrom('office-hours', 'nightly', 'month-end'),
    timeZone: zone(),
    windows: fc.array(window(), { maxLength: 4 }),
    outside: capacity(),
    exceptions: fc.array(exception(), { maxLength: 2 }),
    validFrom: fc.option(aDay(), { nil: undefined, freq: 5 }),
    validUntil: fc.option(aDay(), { nil: undefined, freq: 5 }),
  });
}

export function policy(): fc.Arbitrary<Policy> {
  return fc
    .record({
      idle: fc.option(fc.record({ timeout: fc.integer({ min: 1, max: 60 }).map(minutes), keep: fc.nat({ max: 4 }) }), {
        nil: undefined,
      }),
      lead: fc
        .record({ initial: fc.nat({ max: 30 }).map(minutes), margin: fc.nat({ max: 3 }).map(minutes) })
        .map((lead) => ({ ...aPolicy().lead, ...lead })),
      budget: fc
        .record({
          start: fc.option(amount(), { nil: undefined }),
          deallocate: fc.option(amount(), { nil: undefined }),
        })
        .map((budget) => ({ ...NO_BUDGET, ...budget })),
    })
    .map(aPolicy);
}

/** A node in any state, most often one that matters, with everything that may be unknown sometimes unknown. */
export function node(id: string): fc.Arbitrary<NodeSnapshot> {
  return fc
    .record({
      state: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom('idle', 'running', 'deallocated') },
        { weight: 2, arbitrary: fc.constantFrom(...NODE_STATES) },
      ),
      stateSince: fc.option(
        fc.integer({ min: -5, max: 90 }).map((ago) => NOON.subtract({ minutes: ago })),
        { nil: undefined, freq: 9 },
      ),
      dedicated: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constantFrom(false, undefined)),
      schedulingEnabled: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constantFrom(false, undefined)),
      runningTasks: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.constantFrom(1, 3, undefined)),
    })
    .map((overrides) => aNode({ id, ...overrides }));
}

export function pool(): fc.Arbitrary<PoolSnapshot> {
  return fc
    .nat({ max: 14 })
    .chain((size) => fc.tuple(...Array.from({ length: size }, (_, index) => node(`node-${index}`))))
    .map((nodes) => ({ facts: aPoolFacts(), nodes }));
}

/** Some tasks of one to five slots each on average. */
export function taskLoad(): fc.Arbitrary<TaskLoad> {
  return fc
    .tuple(fc.nat({ max: 30 }), fc.nat({ max: 120 }))
    .map(([tasks, more]) => ({ tasks, slots: tasks + Math.min(more, tasks * 4) }));
}

/** Jobs of one pool, in which everything that may be unknown sometimes is. */
export function jobWork(): fc.Arbitrary<readonly JobWork[]> {
  const counted = fc.option(taskLoad(), { nil: undefined, freq: 6 });
  const runnable = fc.tuple(taskLoad(), taskLoad(), fc.boolean()).map(([atLeast, further, bounded]) => ({
    atLeast,
    atMost: bounded ? { tasks: atLeast.tasks + further.tasks, slots: atLeast.slots + further.slots } : undefined,
  }));
  const job = fc.record({
    priority: fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined }),
    maxParallelTasks: fc.option(fc.constantFrom(-1, 1, 2, 5, 20), { nil: undefined }),
    usesTaskDependencies: fc.boolean(),
    active: counted,
    running: counted,
    runnable: fc.option(runnable, { nil: undefined }),
  });
  return fc
    .array(job, { maxLength: 6 })
    .map((jobs) => jobs.map((overrides, index) => aJobWork({ jobId: `job-${index}`, ...overrides })));
}
