import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../../src/core/demand/announcement.ts';
import type { Override } from '../../../src/core/override/override.ts';
import type { EffectivePolicy } from '../../../src/core/plan/effective-policy.ts';
import {
  askedCapacityAt,
  askedCapacityOver,
  type CapacityFrom,
  nextChangeAfter,
} from '../../../src/core/plan/next-change.ts';
import { nodesIn } from '../../../src/core/schedule/amount.ts';
import { capacityAt } from '../../../src/core/schedule/capacity-at.ts';
import type { Schedule } from '../../../src/core/schedule/schedule.ts';
import { timelineOf } from '../../../src/core/schedule/timeline.ts';
import { capacity, schedule } from '../../support/arbitraries.ts';
import { aCapacity, aPolicy, aPoolFacts, aSchedule, aWindow, NOON } from '../../support/builders.ts';

interface Holds {
  readonly schedules?: readonly Schedule[];
  readonly override?: Override | undefined;
  readonly announcements?: readonly Announcement[];
}

const SIZE = 10;

function question({ schedules = [], override, announcements = [] }: Holds) {
  const effective: EffectivePolicy = {
    kind: 'policy',
    policy: aPolicy(),
    name: 'render@1',
    because: 'the pattern "render"',
    schedules,
    override,
    announcements,
    circuitReset: undefined,
    documents: [],
    notes: [],
  };
  return { effective, facts: aPoolFacts(), poolSize: SIZE };
}

function anOverride(overrides: Partial<Override> = {}): Override {
  return {
    account: 'demo',
    poolId: 'render',
    leaveAlone: false,
    capacity: aCapacity(3),
    on: [],
    off: [],
    from: NOON.subtract({ hours: 1 }),
    until: NOON.add({ hours: 30 }),
    note: '',
    actor: 'ann',
    ...overrides,
  };
}

function anAnnouncement(overrides: Partial<Announcement> = {}): Announcement {
  const [by, until] = [NOON.add({ hours: 2 }), NOON.add({ hours: 3 })];
  return { account: 'demo', poolId: 'render', id: 'a', slots: 4, by, until, note: '', actor: 'ci', ...overrides };
}

const OFFICE = aSchedule({ windows: [aWindow('MON-FRI 08:00-18:00', aCapacity(2))], outside: aCapacity(0, 0) });

function nextOf(holds: Holds) {
  const next = nextChangeAfter(question(holds), NOON);
  return next && [next.at.toString(), next.min, next.max];
}

describe('the next change', () => {
  it('is the end of an override, whatever edges of the schedules are before it', () => {
    expect(nextOf({ schedules: [OFFICE], override: anOverride() })).toEqual(['2026-03-03T18:00:00Z', 0, 0]);
  });

  it('is no end of an override after which the schedules ask for the same', () => {
    const override = anOverride({ capacity: aCapacity(2), until: NOON.add({ hours: 1 }) });
    expect(nextOf({ schedules: [OFFICE], override })).toEqual(['2026-03-02T18:00:00Z', 0, 0]);
  });

  it('is no announcement that the maximum leaves without effect', () => {
    const closed = aSchedule({ outside: aCapacity(0, 0), windows: [aWindow('WED 08:00-18:00', aCapacity(2))] });
    expect(nextOf({ schedules: [closed], announcements: [anAnnouncement()] })).toEqual([
      '2026-03-04T08:00:00Z',
      2,
      undefined,
    ]);
  });

  it('is an announcement that asks for more, with the nodes that its slots need', () => {
    expect(nextOf({ schedules: [OFFICE], announcements: [anAnnouncement()] })).toEqual([
      '2026-03-02T14:00:00Z',
      4,
      undefined,
    ]);
  });

  it('is found beyond an override that lasts for months', () => {
    const override = anOverride({ until: NOON.add({ hours: 24 * 91 }) });
    expect(nextOf({ schedules: [OFFICE], override })).toEqual(['2026-06-01T12:00:00Z', 2, undefined]);
  });

  it('is none where nothing ever changes', () => {
    expect(nextOf({ schedules: [aSchedule()] })).toBeUndefined();
    expect(nextOf({})).toBeUndefined();
  });

  it('is of the schedules, the override and the announcements the first minute at which min or max differs', () => {
    const span = fc.record({ starts: fc.integer({ min: -600, max: 6000 }), lasts: fc.integer({ min: 1, max: 6000 }) });
    const holds = fc.record({
      schedules: fc.array(schedule(), { maxLength: 2 }),
      override: fc.option(
        fc
          .record({ span, asked: fc.option(capacity(), { nil: undefined }) })
          .map(({ span: { starts, lasts }, asked }) => anOverride({ capacity: asked, ...within(starts, lasts) })),
        { nil: undefined },
      ),
      announcements: fc.array(
        fc.record({ span, slots: fc.integer({ min: 1, max: 14 }) }).map(({ span: { starts, lasts }, slots }) => {
          const { from: by, until } = within(starts, lasts);
          return anAnnouncement({ slots, by, until });
        }),
        { maxLength: 2 },
      ),
    });
    fc.assert(
      fc.property(holds, (one) => {
        expectFirstDifference(oracle(one), nextChangeAfter(question(one), NOON));
      }),
      { numRuns: 40 },
    );
  });
});

describe('the capacity over time', () => {
  it('has one entry for each change, the first at the beginning', () => {
    const holds = question({ schedules: [OFFICE], override: anOverride() });
    const asked = askedCapacityOver(holds, { from: NOON, until: NOON.add({ hours: 48 }) });
    expect(asked.map(({ at, min }) => [at.toString(), min])).toEqual([
      ['2026-03-02T12:00:00Z', 3],
      ['2026-03-03T18:00:00Z', 0],
      ['2026-03-04T08:00:00Z', 2],
    ]);
    expect(askedCapacityAt(holds, NOON)).toEqual(asked[0]);
  });
});

const HORIZON = NOON.add({ hours: 24 * 30 });

function within(starts: number, lasts: number) {
  const from = NOON.add({ minutes: starts });
  return { from, until: from.add({ minutes: lasts }) };
}

/** Up to the change everything is as it was, minute by minute for six days, and at the change it is as it says. */
function expectFirstDifference(asked: (at: Temporal.Instant) => string, next: CapacityFrom | undefined): void {
  const end = Math.min(
    next?.at.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    NOON.add({ hours: 144 }).epochMilliseconds,
  );
  const seen = new Set<string>();
  for (let at = NOON; at.epochMilliseconds < end; at = at.add({ minutes: 1 })) seen.add(asked(at));
  expect([...seen]).toEqual([asked(NOON)]);
  if (next === undefined || next.at.epochMilliseconds >= HORIZON.epochMilliseconds) return;
  expect(asked(next.at)).not.toBe(asked(NOON));
  expect(`${next.min} ${next.max}`).toBe(asked(next.at));
}

/** What is asked for at an instant, written down once more and minute by minute. */
function oracle({ schedules = [], override, announcements = [] }: Holds): (at: Temporal.Instant) => string {
  const timelines = schedules.map((one) => timelineOf(one, NOON, HORIZON));
  return (at) => {
    const holds = (one: { readonly from: Temporal.Instant; readonly until: Temporal.Instant }) =>
      one.from.epochMilliseconds <= at.epochMilliseconds && at.epochMilliseconds < one.until.epochMilliseconds;
    let { min, max } =
      at.epochMilliseconds < HORIZON.epochMilliseconds ? capacityAt(timelines, at, SIZE) : { min: -1, max: -1 };
    if (override?.capacity !== undefined && holds(override)) {
      min = Math.min(nodesIn(override.capacity.min, SIZE), SIZE);
      max = override.capacity.max && Math.max(min, nodesIn(override.capacity.max, SIZE));
    }
    const slots = announcements
      .filter(({ by, until }) => holds({ from: by, until }))
      .reduce((sum, one) => sum + one.slots, 0);
    return `${Math.max(min, Math.min(slots, max ?? SIZE, SIZE))} ${max}`;
  };
}
