import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, vi } from 'vitest';
import { NO_MEMORY, type PoolMemory } from '../../../src/core/memory/memory.ts';
import { nextLook } from '../../../src/core/plan/next-look.ts';
import { planPool } from '../../../src/core/plan/plan-pool.ts';
import {
  anAmount,
  anIdleNode,
  aPolicy,
  aPool,
  minutes,
  NO_BUDGET,
  NOON,
  NOTHING_ELSE,
} from '../../support/builders.ts';

const IDLE = { idle: { timeout: minutes(20), keep: 0 } };
const PROVEN: PoolMemory = { ...NO_MEMORY, canary: { policyId: aPolicy().id, proven: true, nodes: [] } };

/** An idle timeout that counts how often it is written out: each reason of the rule names it. */
function countedTimeout() {
  let written = 0;
  const timeout = minutes(20);
  const total = timeout.total.bind(timeout);
  Object.defineProperty(timeout, 'total', {
    value: (unit: 'seconds' | 'milliseconds') => {
      written += Number(unit === 'seconds');
      return total(unit);
    },
  });
  return { timeout, written: () => written };
}

describe('the reasons of a plan', () => {
  const { timeout, written } = countedTimeout();
  const nodes = Array.from({ length: 200 }, (_, index) => anIdleNode(`node-${index}`, 60));
  const policy = aPolicy({ idle: { timeout, keep: 0 }, budget: { ...NO_BUDGET, deallocate: anAmount(5) } });
  const plan = planPool({ ...NOTHING_ELSE, pool: aPool({ nodes }), policy, memory: PROVEN, timelines: [], now: NOON });

  it('are written for the nodes that it acts on, one of those that a rule leaves, and others when they are read', () => {
    expect(plan.acts).toHaveLength(5);
    expect(written()).toBe(5);
    expect(plan.left).toEqual([{ rule: 'budget', nodes: 195, example: expect.stringContaining('the budget is 5') }]);
    expect(written()).toBe(6);
    expect(plan.decisions).toHaveLength(200);
    expect(written()).toBe(201);
    expect(plan.decisions[7]?.reason).toContain('idle for 1 h, since 2026-03-02T11:00:00Z');
    expect(written()).toBe(201);
  });
});

/** How often what is remembered of nodes is looked at in a plan of a pool of so many, when something is remembered of each. */
function looksInAPlan(count: number): number {
  let looks = 0;
  const nodes = Array.from({ length: count }, (_, index) => anIdleNode(`node-${index}`, 60));
  const remembered = <About extends object>(about: About) =>
    nodes.map(({ id }) => ({
      ...about,
      get nodeId() {
        looks += 1;
        return id;
      },
    }));
  const [noticed, since, until] = [NOON.subtract(minutes(5)), NOON.subtract(minutes(9)), NOON.add(minutes(9))];
  const memory: PoolMemory = {
    ...PROVEN,
    manual: remembered({ action: 'start' as const, noticed, until }),
    gating: remembered({ asked: since, exact: true, since }),
    failedGate: remembered({ remedy: 'retry' as const, reason: 'it has failed' }),
    failedStarts: remembered({
      ...{
        since,
        at: since,
        reason: 'it shows unusable',
        failures: 1,
        retryAt: until,
        repairs: [],
        refusedRepairs: [],
      },
    }),
  };
  const policy = aPolicy(IDLE);
  const plan = planPool({ ...NOTHING_ELSE, pool: aPool({ nodes }), policy, memory, timelines: [], now: NOON });
  expect(plan.decisions).toHaveLength(count);
  return looks;
}

/** How often instants are compared, and made of others, for a plan of a pool of so many nodes and the look after it. */
function instantsInAPlan(count: number): number {
  const { prototype } = Temporal.Instant;
  const spies = [vi.spyOn(Temporal.Instant, 'compare'), vi.spyOn(prototype, 'add'), vi.spyOn(prototype, 'subtract')];
  const nodes = Array.from({ length: count }, (_, index) => anIdleNode(`node-${index}`, 60));
  for (const spy of spies) spy.mockClear();
  const policy = aPolicy({ ...IDLE, protect: { ...aPolicy().protect, youngerThan: minutes(5) } });
  const input = { ...NOTHING_ELSE, pool: aPool({ nodes }), policy, memory: PROVEN, timelines: [], now: NOON };
  const plan = planPool(input);
  nextLook(input, plan);
  expect(plan.acts).toHaveLength(count);
  const calls = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return calls;
}

describe('a plan', () => {
  it('compares the moments of nodes as numbers: what it does with instants does not grow with the pool', () => {
    expect(instantsInAPlan(400)).toBe(instantsInAPlan(100));
  });

  it('looks up what is remembered of a node, however much is remembered', () => {
    expect(looksInAPlan(1000) / looksInAPlan(100)).toBeLessThan(10.5);
  });
});
