import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../../src/core/demand/announcement.ts';
import type { WorkNodes } from '../../src/core/demand/work-nodes.ts';
import type { ForecastInput } from '../../src/core/forecast/forecast-input.ts';
import { newModel, observe } from '../../src/core/forecast/forecast-model.ts';
import type { SharedLimit } from '../../src/core/limits/shared-limit.ts';
import { NO_MEMORY, type PoolMemory } from '../../src/core/memory/memory.ts';
import type { Override } from '../../src/core/override/override.ts';
import type { Maintenance } from '../../src/core/plan/input/maintenance.ts';
import type { PlanInput } from '../../src/core/plan/input/plan-input.ts';
import type { FollowingPool, PrecedingPool } from '../../src/core/plan/input/sequence.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { COUNTED_ACTS } from '../../src/core/pool/act.ts';
import { NODE_STATES } from '../../src/core/pool/node-state.ts';
import type { NodeSnapshot } from '../../src/core/pool/snapshot.ts';
import { remember } from '../../src/core/remember.ts';
import { amount, capacity, policy, pool, schedule } from './arbitraries.ts';
import { aTimeline, minutes, NOON } from './builders.ts';

/** An instant within some minutes of `NOON`. */
function near(from: number, to: number): fc.Arbitrary<Temporal.Instant> {
  return fc.integer({ min: from, max: to }).map((offset) => NOON.add({ minutes: offset }));
}

function nodeId(): fc.Arbitrary<string> {
  return fc.nat({ max: 13 }).map((index) => `node-${index}`);
}

function maybe<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

/** A policy with everything that one can say. */
function fullPolicy(): fc.Arbitrary<Policy> {
  const full = fc.record({
    mode: fc.constantFrom('observe' as const, 'enforce' as const),
    drain: maybe(
      fc.record({
        deadline: fc.nat({ max: 60 }).map(minutes),
        afterDeadline: fc.constantFrom('leave' as const, 'requeue' as const, 'terminate' as const),
      }),
    ),
    protect: fc.record({
      nodes: fc.array(nodeId(), { maxLength: 2 }),
      spot: fc.boolean(),
      youngerThan: maybe(fc.nat({ max: 60 }).map(minutes)),
      states: fc.uniqueArray(fc.constantFrom(...NODE_STATES), { maxLength: 1 }),
    }),
    canary: fc.record({ share: amount(), confirmed: maybe(fc.nat({ max: 10 })) }),
    deallocateOrder: fc.record({
      by: fc.uniqueArray(fc.constantFrom('named', 'most-failures', 'oldest', 'longest-idle'), { minLength: 1 }),
      nodes: fc.array(nodeId(), { maxLength: 2 }),
    }),
    manual: fc.constantFrom('respect' as const, 'revert' as const),
    jitter: fc.nat({ max: 20 }).map(minutes),
    coolDown: fc.nat({ max: 30 }).map(minutes),
    forecast: maybe(
      fc.record({
        mode: fc.constantFrom('observe' as const, 'enforce' as const),
        goal: fc.constantFrom(undefined, { kind: 'wait-price' as const, price: 40 }),
        spares: fc.boolean(),
      }),
    ),
    deallocated: maybe(
      fc.record({
        atMost: maybe(fc.nat({ max: 4 })),
        forAtMost: maybe(fc.integer({ min: 1, max: 240 }).map(minutes)),
        poolAtLeast: maybe(fc.nat({ max: 14 })),
      }),
    ),
    demand: maybe(fc.record({ startOnPending: fc.boolean(), headroom: amount() })),
    startPerHour: maybe(amount()),
    deallocatePerHour: maybe(amount()),
    remove: maybe(amount()),
    removePerHour: maybe(amount()),
    learn: fc.boolean(),
  });
  return fc
    .tuple(policy(), full)
    .map(([base, { startPerHour, deallocatePerHour, remove, removePerHour, learn, ...more }]) => ({
      ...base,
      ...more,
      budget: { ...base.budget, startPerHour, deallocatePerHour, remove, removePerHour },
      lead: { ...base.lead, learn },
    }));
}

function override(): fc.Arbitrary<Override> {
  return fc
    .record({
      capacity: maybe(capacity()),
      on: fc.array(nodeId(), { maxLength: 2 }),
      off: fc.array(nodeId(), { maxLength: 2 }),
      from: near(-60, 30),
      length: fc.integer({ min: 1, max: 120 }),
    })
    .map(({ length, ...rest }) => ({
      ...rest,
      account: 'demo',
      poolId: 'render',
      leaveAlone: false,
      until: rest.from.add({ minutes: length }),
      note: '',
      actor: 'ann',
    }));
}

function announcement(): fc.Arbitrary<Announcement> {
  return fc
    .record({ by: near(-60, 60), length: fc.integer({ min: 1, max: 120 }), slots: fc.integer({ min: 1, max: 12 }) })
    .map(({ by, length, slots }) => ({
      account: 'demo',
      poolId: 'render',
      id: `${by}`,
      slots,
      by,
      until: by.add({ minutes: length }),
      note: '',
      actor: 'farm',
    }));
}

function work(): fc.Arbitrary<WorkNodes> {
  return fc.record({
    start: fc.nat({ max: 8 }),
    keep: fc.nat({ max: 10 }),
    because: fc.constant('some slots wait'),
    unknown: fc.option(fc.constant('a job could not be counted'), { nil: undefined, freq: 4 }),
  });
}

function memory(): fc.Arbitrary<PoolMemory> {
  const act = fc.constantFrom('start' as const, 'deallocate' as const);
  const counted = fc.constantFrom(...COUNTED_ACTS);
  return fc
    .record({
      use: maybe(
        fc.record({
          since: fc.integer({ min: 1, max: 20 }).map((days) => NOON.subtract({ hours: 24 * days })),
          peaks: fc.nat({ max: 14 }).map((nodes) => [{ day: Math.floor(NOON.epochMilliseconds / 86_400_000), nodes }]),
        }),
      ),
      starting: fc.uniqueArray(fc.record({ nodeId: nodeId(), asked: near(-40, 0), exact: fc.boolean() }), {
        selector: (one) => one.nodeId,
        maxLength: 3,
      }),
      manual: fc.uniqueArray(
        fc.record({
          nodeId: nodeId(),
          action: act,
          noticed: near(-60, 0),
          until: near(-5, 60),
          by: fc.constantFrom('anna', undefined),
        }),
        {
          selector: (one) => one.nodeId,
          maxLength: 3,
        },
      ),
      startSeconds: fc.array(fc.integer({ min: 30, max: 1200 }), { maxLength: 20 }),
      spent: fc.array(fc.record({ at: near(-70, 0), action: counted, nodes: fc.nat({ max: 5 }) }), { maxLength: 4 }),
      gating: fc.array(fc.record({ nodeId: nodeId(), asked: near(-20, 0), since: near(-10, 0), exact: fc.boolean() }), {
        maxLength: 2,
      }),
      failedGate: fc.array(
        fc.record({
          nodeId: nodeId(),
          remedy: fc.constantFrom('retry' as const, 'quarantine' as const),
          reason: fc.constant('it has failed'),
        }),
        { maxLength: 2 },
      ),
      circuit: maybe(fc.record({ openedAt: near(-120, 0), because: fc.constant('3 of 3 failed') })),
      lastStart: maybe(near(-60, 0)),
      canary: maybe(
        fc.record({
          policyId: fc.constantFrom('render', 'other'),
          proven: fc.boolean(),
          nodes: fc.uniqueArray(nodeId(), { maxLength: 3 }),
        }),
      ),
    })
    .map((known) => ({ ...NO_MEMORY, ...known, lookedAt: NOON.subtract({ minutes: 1 }) }));
}

/** What a forecast goes by, with a model that has seen bursts come and go. */
function forecast(): fc.Arbitrary<ForecastInput> {
  return fc.record({
    model: fc.constantFrom(0, 2, 9, 17).map((minutesSince) => modelOfBursts(1440 + minutesSince)),
    needed: fc.nat({ max: 12 }),
    waiting: fc.nat({ max: 6 }),
    fresh: fc.nat({ max: 6 }),
    latency: fc.record({ meanMinutes: fc.integer({ min: 1, max: 8 }), spread: fc.constantFrom(undefined, 0, 0.35) }),
    stopMinutes: fc.constant(1),
    tickMinutes: fc.constant(1),
  });
}

const modelOfBursts = remember((minutesSeen: number) => {
  const model = newModel(14);
  const nodesAt = (minute: number) => (minute % 20 < 5 ? 4 : 0);
  for (let minute = 0; minute < minutesSeen; minute++) {
    const [needed, before] = [nodesAt(minute), nodesAt(minute - 1)];
    const seen = {
      epochMilliseconds: NOON.epochMilliseconds + (minute - minutesSeen) * 60_000,
      needed,
      waitingTasks: 0,
      runningTasks: needed,
      submittedTasks: Math.max(0, needed - before),
      endedTasks: Math.max(0, before - needed),
      slotsPerNode: 2,
      paidNodes: 4,
      readyNodes: 4,
      nodes: 14,
      restartMinutes: 4,
    };
    observe(model, seen, undefined);
  }
  return model;
}, 10);

function maintenance(): fc.Arbitrary<Maintenance> {
  return fc
    .record({ opens: near(-120, 0), length: fc.integer({ min: 30, max: 300 }), stay: fc.integer({ min: 1, max: 60 }) })
    .map(({ opens, length, stay }) => ({
      opens,
      closes: opens.add({ minutes: length }),
      stay: minutes(stay),
      because: 'maintenance window "patches" of nights',
    }));
}

const isUnknown = () => fc.option(fc.constant('it cannot be read'), { nil: undefined, freq: 1 });

function precedingPool(): fc.Arbitrary<PrecedingPool> {
  const [ready, needed] = [fc.nat({ max: 3 }), fc.nat({ max: 3 })];
  return fc.record({ poolId: fc.constant('cache'), ready, needed, unknown: isUnknown() });
}

function followingPool(): fc.Arbitrary<FollowingPool> {
  const [on, needs] = [fc.nat({ max: 3 }), fc.nat({ max: 3 })];
  return fc.record({ poolId: fc.constant('client'), on, needs, unknown: isUnknown() });
}

function sharedLimit(): fc.Arbitrary<SharedLimit> {
  const count = maybe(fc.nat({ max: 8 }));
  const act = fc.constantFrom(...COUNTED_ACTS);
  return fc.record({
    scope: fc.constant('app'),
    whose: fc.constant('the app'),
    limits: fc.record({
      startPerHour: count,
      startPerDay: count,
      deallocatePerHour: count,
      deallocatePerDay: count,
      removePerHour: count,
      removePerDay: count,
    }),
    spent: fc.array(fc.record({ at: near(-2000, 0), action: act, nodes: fc.nat({ max: 5 }) }), { maxLength: 4 }),
  });
}

/** Everything that a plan can be made from, at about `NOON`. */
export function fullPlanInput(): fc.Arbitrary<PlanInput> {
  const draining = fc.array(fc.record({ index: fc.nat({ max: 13 }), asked: near(-90, 0) }), { maxLength: 2 });
  const ages = fc.array(maybe(fc.nat({ max: 90 })), { minLength: 14, maxLength: 14 });
  const seen = fc.tuple(pool(), draining, ages).map(([{ facts, nodes }, asked, minutesOn]) => ({
    facts: { ...facts, taskSlotsPerNode: 2 },
    nodes: nodes.map(
      (node, index): NodeSnapshot => ({
        ...node,
        bootedAt: minutesOn[index] === undefined ? undefined : NOON.epochMilliseconds - minutesOn[index] * 60_000,
        askedToGo: asked.find((one) => one.index === index)?.asked,
      }),
    ),
  }));
  return fc.record({
    pool: seen,
    policy: fullPolicy(),
    timelines: fc.array(schedule(), { maxLength: 2 }).map((schedules) => schedules.map((each) => aTimeline(each))),
    override: maybe(override()),
    announcements: fc.array(announcement(), { maxLength: 2 }),
    work: maybe(work()),
    forecast: maybe(forecast()),
    memory: memory(),
    maintenance: maybe(maintenance()),
    shared: fc.array(sharedLimit(), { maxLength: 2 }),
    siblings: fc.array(fc.record({ poolId: fc.constant('other'), nodes: fc.integer({ min: 1, max: 4 }) }), {
      maxLength: 1,
    }),
    sequence: fc.record({
      preceding: fc.array(precedingPool(), { maxLength: 2 }),
      following: fc.array(followingPool(), { maxLength: 2 }),
    }),
    now: near(-30, 30),
  });
}
