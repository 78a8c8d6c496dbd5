import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../../../src/core/memory/memory.ts';
import type { Override } from '../../../../src/core/override/override.ts';
import { explainDecisions, explainRules } from '../../../../src/core/plan/explain-rules.ts';
import { nextLook } from '../../../../src/core/plan/next-look.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import { poolGuard } from '../../../../src/core/pool/pool-guard.ts';
import type { Capacity } from '../../../../src/core/schedule/schedule.ts';
import {
  aCapacity,
  aDeallocatedNode,
  anIdleNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  aWindow,
  minutes,
  NOON,
  NOTHING_ELSE,
} from '../../../support/builders.ts';
import { fullPlanInput } from '../../../support/full-plan-input.ts';

const LEFT_ALONE = {
  account: 'demo',
  poolId: 'render',
  leaveAlone: true,
  capacity: undefined,
  on: [],
  off: [],
  from: NOON.subtract({ minutes: 5 }),
  until: NOON.add({ hours: 2 }),
  note: 'the disks are copied',
  actor: 'anna',
};

const INPUT = {
  ...NOTHING_ELSE,
  pool: aPool({ nodes: [anIdleNode('a', 90), aDeallocatedNode('b')] }),
  policy: aPolicy(),
  timelines: [],
  override: LEFT_ALONE,
  now: NOON,
};

describe('an override of a pool that acts some minutes after a closing', () => {
  const day = { ...aSchedule({ outside: aCapacity(0, 0) }), windows: [aWindow('MON 08:00-18:00', aCapacity(0))] };
  const closes = Temporal.Instant.from('2026-03-02T18:00:00Z');
  const input = {
    ...INPUT,
    pool: aPool({ nodes: [anIdleNode('a', 90), aDeallocatedNode('b')] }),
    policy: aPolicy({ idle: undefined, jitter: minutes(60) }),
    timelines: [aTimeline(day)],
    now: closes.add({ minutes: 1 }),
  };
  const acts = (override: Override | undefined) => planPool({ ...input, override }).acts.map(({ nodeId }) => nodeId);
  const ofDay = { ...LEFT_ALONE, leaveAlone: false, until: closes.add({ hours: 2 }) };

  it('keeps that time for the nodes that it does not name', () => {
    expect(acts(undefined)).toEqual([]);
    expect(acts({ ...ofDay, off: ['b'] })).toEqual([]);
    expect(acts({ ...ofDay, capacity: aCapacity(0, 0) })).toEqual(['a']);
  });
});

describe('an override in an open maintenance window', () => {
  const maintenance = {
    opens: NOON.subtract({ minutes: 5 }),
    closes: NOON.add({ hours: 3 }),
    stay: minutes(20),
    because: 'maintenance window "patches" of nights',
  };
  const pool = aPool({ nodes: [anIdleNode('a', 5), aDeallocatedNode('b'), aDeallocatedNode('c')] });
  const started = (capacity: Capacity | undefined) =>
    planPool({ ...INPUT, pool, maintenance, override: { ...LEFT_ALONE, leaveAlone: false, capacity } }).acts.filter(
      ({ action }) => action === 'start',
    );

  it('leaves it no more nodes than it allows', () => {
    expect(started(aCapacity(0, 0))).toEqual([]);
    expect(started(aCapacity(0, 2))).toMatchObject([{ nodeId: 'b', rule: 'maintenance' }]);
  });

  it('counts a node whose start was accepted a moment ago and does not show yet', () => {
    const asked = NOON.subtract({ seconds: 30 });
    const operation = { nodeId: 'b', action: 'start' as const, asked, correlation: 'c' };
    const memory = { ...NO_MEMORY, pendingOperations: [operation] };
    const override = { ...LEFT_ALONE, leaveAlone: false, capacity: aCapacity(0, 2) };
    expect(planPool({ ...INPUT, pool, maintenance, override, memory }).acts).toEqual([]);
  });

  it('does not limit it where it sets no maximum', () => {
    expect(started(aCapacity(0))).toHaveLength(2);
    expect(started(undefined)).toHaveLength(2);
  });
});

describe('an override that wants a pool left alone', () => {
  const why = 'anna requested that the pool is left alone until 2026-03-02T14:00:00Z: the disks are copied';

  it('stops nothing until it ends, and wakes the pool then', () => {
    const plan = planPool(INPUT);
    expect(plan).toMatchObject({ leftAlone: why, decisions: [{ rule: 'override' }, { rule: 'override' }] });
    expect(nextLook(INPUT, plan)).toEqual(LEFT_ALONE.until);
    expect(planPool({ ...INPUT, now: LEFT_ALONE.until }).acts).toMatchObject([{ nodeId: 'a', action: 'deallocate' }]);
  });

  it('says in the explanation whose wish it is, and when it is over', () => {
    const plan = planPool(INPUT);
    const wouldChange = 'the override ends, or somebody withdraws it before';
    expect(explainRules(plan)).toMatchObject([{ rule: 'override', says: why, won: true, wouldChange }]);
    expect(explainDecisions(plan, INPUT.pool.nodes)).toMatchObject([{ wouldChange }, { wouldChange }]);
  });

  it('has no act made, whatever else holds', () => {
    fc.assert(
      fc.property(fullPlanInput(), (input) => {
        const { now } = input;
        const override = { ...LEFT_ALONE, from: now, until: now.add({ minutes: 1 }) };
        const plan = planPool({ ...input, override });
        expect(plan.acts).toEqual([]);
        expect(plan.leftAloneBy).toBe(poolGuard(input.pool.facts) === undefined ? 'override' : 'pool');
      }),
      { numRuns: 100 },
    );
  });
});
