import { describe, expect, it } from 'vitest';
import { describeOrder, drainOrder, releaseOrder } from '../../../../src/core/plan/input/release-order.ts';
import { planManualRequest } from '../../../../src/core/plan/plan-manual-request.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import type { OrderCriterion } from '../../../../src/core/policy/policy.ts';
import type { NodeSnapshot } from '../../../../src/core/pool/snapshot.ts';
import {
  aCapacity,
  aNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  minutesBefore,
  NOON,
  NOTHING_ELSE,
} from '../../../support/builders.ts';

function node(id: string, idle: number, { on = 600, failed }: { readonly on?: number; readonly failed?: number } = {}) {
  const seen = { id, stateSince: minutesBefore(NOON, idle), bootedAt: minutesBefore(NOON, on) };
  return aNode({ ...seen, failedTasks: failed });
}

const NODES = [
  node('a', 10, { failed: 1 }),
  node('b', 40, { on: 900 }),
  node('c', 30, { failed: 5 }),
  node('d', 20, { on: 900, failed: 1 }),
];

function order(...by: readonly OrderCriterion[]): string {
  const policy = { by, nodes: ['d', '[ab]', 'c*'] };
  return NODES.toSorted(releaseOrder(policy))
    .map(({ id }) => id)
    .join('');
}

describe('releaseOrder', () => {
  it('is the longest idle first unless the policy says otherwise', () => {
    expect(order('longest-idle')).toBe('bcda');
    expect(order()).toBe('bcda');
  });

  it('follows each criterion, and the next one where it finds nodes equal', () => {
    expect(order('most-failures')).toBe('cdab');
    expect(order('oldest')).toBe('bdca');
    expect(order('oldest', 'most-failures')).toBe('dbca');
    expect(order('named')).toBe('dcba');
  });

  it('puts last what is not known', () => {
    const unknown = aNode({ id: 'x', stateSince: NOON, bootedAt: undefined });
    const first = ({ by }: { readonly by: readonly OrderCriterion[] }) =>
      [unknown, ...NODES].toSorted(releaseOrder({ by, nodes: [] })).at(-1)?.id;
    expect(first({ by: ['oldest'] })).toBe('x');
    expect(first({ by: ['most-failures'] })).toBe('x');
  });

  it('has a name in reasons only where it is not the usual one', () => {
    expect(describeOrder({ by: ['longest-idle'], nodes: [] })).toBe('');
    expect(describeOrder({ by: ['named', 'oldest'], nodes: [] })).toBe(
      '; those that the policy names, then those on for the longest first',
    );
  });
});

describe('drainOrder', () => {
  it('is the fewest tasks first among those that the policy leaves equal', () => {
    const running = [aNode({ id: 'a', runningTasks: 3 }), aNode({ id: 'b', runningTasks: 1 })];
    const ids = (nodes: readonly NodeSnapshot[]) => nodes.map(({ id }) => id);
    expect(ids(running.toSorted(drainOrder({ by: ['longest-idle'], nodes: [] })))).toEqual(['b', 'a']);
    expect(ids(running.toSorted(drainOrder({ by: ['named'], nodes: ['a'] })))).toEqual(['a', 'b']);
  });
});

describe('the order of a policy', () => {
  const policy = aPolicy({ deallocateOrder: { by: ['most-failures'], nodes: [] }, idle: undefined });
  const pool = aPool({ nodes: NODES });

  it('says which nodes go where there is room for fewer, and the reason says it too', () => {
    const timelines = [aTimeline(aSchedule({ outside: aCapacity(0, 2) }))];
    const acts = planPool({ ...NOTHING_ELSE, pool, policy, timelines, now: NOON }).acts;
    expect(acts.map(({ nodeId }) => nodeId)).toEqual(['c', 'd']);
    expect(acts[0]?.reason).toContain('those with the most failed tasks first');
  });

  it('holds for a number of nodes that somebody asks for by hand', () => {
    const choice = { kind: 'count', count: 1 } as const;
    const request = {
      action: 'deallocate',
      choice,
      pool,
      policy,
      override: undefined,
      shared: [],
      done: [],
      taken: 0,
    } as const;
    const { acts } = planManualRequest({ ...request, memory: NOTHING_ELSE.memory, at: NOON, now: NOON });
    expect(acts.map(({ nodeId }) => nodeId)).toEqual(['c']);
  });
});
