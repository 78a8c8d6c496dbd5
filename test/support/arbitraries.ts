import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../../src/core/policy/policy.ts';
import { NODE_STATES } from '../../src/core/pool/node-state.ts';
import type { NodeSnapshot, PoolSnapshot } from '../../src/core/pool/snapshot.ts';
import type { Amount } from '../../src/core/schedule/amount.ts';
import type { Capacity, Schedule, Window } from '../../src/core/schedule/schedule.ts';
import type { Weekday } from '../../src/core/schedule/weekday.ts';
import { aNode, aPolicy, aPoolFacts, minutes, NOON } from './builders.ts';

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

export function window(): fc.Arbitrary<Window> {
  return fc.record({
    name: fc.constantFrom('weekdays', 'nightly', 'weekend'),
    recurrence: fc.record({
      kind: fc.constant('weekly' as const),
      days: fc
        .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
        .map((days) => new Set(days as readonly Weekday[]) as ReadonlySet<Weekday>),
      from: plainTime(),
      to: plainTime(),
    }),
    capacity: capacity(),
    priority: fc.nat({ max: 2 }),
  });
}

export function schedule(): fc.Arbitrary<Schedule> {
  return fc.record({
    id: fc.constantFrom('office-hours', 'nightly', 'month-end'),
    timeZone: zone(),
    windows: fc.array(window(), { maxLength: 4 }),
    outside: capacity(),
  });
}

export function policy(): fc.Arbitrary<Policy> {
  return fc
    .record({
      idle: fc.option(fc.record({ timeout: fc.integer({ min: 1, max: 60 }).map(minutes), keep: fc.nat({ max: 4 }) }), {
        nil: undefined,
      }),
      lead: fc.record({ initial: fc.nat({ max: 30 }).map(minutes), margin: fc.nat({ max: 3 }).map(minutes) }),
      budget: fc.record({
        start: fc.option(amount(), { nil: undefined }),
        deallocate: fc.option(amount(), { nil: undefined }),
      }),
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
