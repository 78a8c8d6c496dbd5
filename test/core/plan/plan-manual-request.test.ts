import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import {
  type ManualPlan,
  type ManualRequest,
  type NodeChoice,
  planManualRequest,
} from '../../../src/core/plan/plan-manual-request.ts';
import { isReadyState, NODE_STATES } from '../../../src/core/pool/node-state.ts';
import type { NodeSnapshot } from '../../../src/core/pool/snapshot.ts';
import {
  aCapacity,
  aDeallocatedNode,
  aNode,
  anAmount,
  anIdleNode,
  aPolicy,
  aPool,
  minutes,
  NO_BUDGET,
  NOON,
  NOTHING_ELSE,
} from '../../support/builders.ts';

function plan(input: Partial<ManualRequest>) {
  return planManualRequest({
    action: 'deallocate',
    choice: { kind: 'all' },
    pool: aPool(),
    policy: aPolicy(),
    override: undefined,
    memory: NOTHING_ELSE.memory,
    shared: [],
    done: [],
    taken: 0,
    at: NOON,
    now: NOON,
    ...input,
  });
}

/** What is done, in order, and what is left, as `node-1: reason`. */
function told(input: Partial<ManualRequest>) {
  const { acts, left, waiting } = plan(input);
  return {
    acts: acts.map(({ nodeId }) => nodeId),
    left: left.map(({ nodeId, reason }) => `${nodeId}: ${reason}`),
    ...(waiting !== undefined && { waiting: waiting.nodes }),
  };
}

const OVERRIDE = {
  account: 'demo',
  poolId: 'render',
  leaveAlone: false,
  capacity: aCapacity(2, 3),
  on: [],
  off: [],
  from: NOON.subtract({ hours: 1 }),
  until: NOON.add({ hours: 1 }),
  note: 'the long render',
  actor: 'anna',
};

interface Asked extends Pick<ManualRequest, 'action' | 'choice' | 'override'> {
  readonly budget: number | undefined;
}

function expectLaws(made: ManualPlan, all: readonly NodeSnapshot[], asked: Asked): void {
  for (const { nodeId } of made.acts) {
    const state = all.find(({ id }) => id === nodeId)?.state;
    expect(asked.action === 'start' ? ['deallocated'] : ['idle', 'running']).toContain(state);
  }
  expect(made.acts.length).toBeLessThanOrEqual(Math.min(asked.budget ?? 99, countOf(asked.choice)));
  if (asked.override === undefined || asked.action === 'start') return;
  const ready = all.filter(({ state, dedicated }) => isReadyState(state) && dedicated === true).length;
  expect(ready - made.acts.length).toBeGreaterThanOrEqual(Math.min(2, ready));
}

function countOf(choice: NodeChoice): number {
  return choice.kind === 'count' ? choice.count : 99;
}

describe('planManualRequest', () => {
  it('deallocates idle nodes, the longest idle first, then asks those that work to go when they are done', () => {
    const nodes = [aNode({ id: 'busy', state: 'running', runningTasks: 2 }), anIdleNode('b', 5), anIdleNode('a', 9)];
    expect(told({ pool: aPool({ nodes }) })).toEqual({ acts: ['a', 'b', 'busy'], left: [] });
    expect(plan({ pool: aPool({ nodes }) }).acts.every(({ tasks }) => tasks === undefined)).toBe(true);
    expect(told({ pool: aPool({ nodes }), choice: { kind: 'count', count: 2 } }).acts).toEqual(['a', 'b']);
    expect(told({ pool: aPool({ nodes }), choice: { kind: 'named', ids: ['BUSY'] } }).acts).toEqual(['busy']);
  });

  it('leaves a node as a person has wanted it since the request was made', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((id) => anIdleNode(id, 5));
    const act = { action: 'start', until: NOON.add({ hours: 2 }), by: 'ben' } as const;
    const at = NOON.subtract({ minutes: 30 });
    const manual = [
      { ...act, nodeId: 'a', noticed: NOON.subtract({ minutes: 10 }) },
      { ...act, nodeId: 'b', noticed: NOON.subtract({ minutes: 40 }) },
      { ...act, nodeId: 'c', noticed: NOON.subtract({ minutes: 10 }), by: undefined },
      { ...act, nodeId: 'd', noticed: NOON.subtract({ minutes: 10 }), until: NOON },
      // The request that has started it was made earlier, and has waited.
      { ...act, nodeId: 'e', noticed: NOON.subtract({ minutes: 10 }), askedAt: NOON.subtract({ minutes: 40 }) },
    ];
    const asked = { at, pool: aPool({ nodes }), memory: { ...NO_MEMORY, manual } };
    expect(told(asked)).toEqual({
      acts: ['b', 'd', 'e'],
      left: [
        `a: idle; wanted on by ben at ${NOON.subtract({ minutes: 10 })}, after this request was made`,
        `c: idle; started by somebody else, noticed at ${NOON.subtract({ minutes: 10 })}, after this request was made`,
      ],
    });
    expect(told({ ...asked, policy: aPolicy({ manual: 'revert' }) }).acts).toEqual(['b', 'c', 'd', 'e']);
    expect(told({ ...asked, choice: { kind: 'count', count: 4 } })).toEqual({ acts: ['b', 'd', 'e'], left: [] });
    expect(told({ ...asked, action: 'start' }).acts).toEqual([]);
  });

  it('starts nodes that are deallocated, the longest off first', () => {
    const nodes = [aDeallocatedNode('a', 10), aDeallocatedNode('b', 20), anIdleNode('c', 5)];
    expect(told({ action: 'start', pool: aPool({ nodes }) })).toEqual({
      acts: ['b', 'a'],
      left: ['c: idle; it is on already'],
    });
    expect(plan({ action: 'start', pool: aPool({ nodes }) }).already).toBe(1);
    expect(plan({ action: 'start', pool: aPool({ nodes }), choice: { kind: 'count', count: 1 } }).already).toBe(0);
  });

  it('holds for nodes that are as it wants them already, if it names them or all', () => {
    const nodes = [anIdleNode('on', 5), aNode({ id: 'busy', state: 'running' }), aDeallocatedNode('off', 10)];
    const draining = { ...aNode({ id: 'goes', state: 'running' }) };
    const spot = { ...anIdleNode('spot', 5), dedicated: false };
    const pool = aPool({ nodes: [...nodes, draining, spot] });
    const asked = NOON.subtract({ minutes: 20 });
    const memory = { ...NO_MEMORY, draining: [{ nodeId: 'goes', asked }] };
    expect(plan({ action: 'start', pool, memory }).held).toEqual(['busy', 'on']);
    expect(told({ action: 'start', pool, memory }).left).toContain(
      `goes: running; asked to deallocate at ${asked}; it can be started when it is off`,
    );
    expect(plan({ pool, memory }).held).toEqual(['goes', 'off']);
    const named = { kind: 'named', ids: ['ON', 'off'] } as const;
    expect(plan({ action: 'start', pool, memory, choice: named })).toMatchObject({
      held: ['on'],
      acts: [{ nodeId: 'off' }],
    });
    expect(plan({ action: 'start', pool, choice: { kind: 'count', count: 5 } }).held).toEqual([]);
    expect(plan({ action: 'start', pool, override: OVERRIDE }).held).toEqual([]);
  });

  it('holds off no node that is about to be on', () => {
    const start = { nodeId: 'a', action: 'start', asked: NOON.subtract({ seconds: 20 }), correlation: 'c' } as const;
    const asked = {
      pool: aPool({ nodes: [aDeallocatedNode('a')] }),
      memory: { ...NO_MEMORY, pendingOperations: [start] },
    };
    expect(plan(asked)).toMatchObject({ held: [], already: 0 });
    expect(told(asked).left).toEqual([
      `a: deallocated; asked to start at ${start.asked}; it can be deallocated when it is on`,
    ]);
  });

  it('leaves what is not known to be idle, and every other state, with its reason', () => {
    const nodes = [
      aNode({ id: 'a', state: 'idle', stateSince: undefined }),
      aNode({ id: 'b', state: 'idle', runningTasks: 1 }),
      aNode({ id: 'c', state: 'upgradingos' }),
      aNode({ id: 'd', state: 'deallocated' }),
      aNode({ id: 'e', dedicated: false }),
      aNode({ id: 'f', dedicated: undefined }),
    ];
    expect(told({ pool: aPool({ nodes }) })).toEqual({
      acts: [],
      left: [
        'a: idle; idle, but it is not known since when',
        'b: idle; idle, yet it reports 1 running tasks',
        'c: upgradingos; only idle and running nodes are deallocated',
        'd: deallocated; it is off already',
        'e: idle; a Spot node',
        'f: idle; perhaps a Spot node: it is not known',
      ],
    });
  });

  it('leaves what the policy protects, and what an override has pinned', () => {
    const nodes = [anIdleNode('db-1', 30), anIdleNode('pinned', 30), anIdleNode('plain', 30)];
    const protect = { nodes: ['db-*'], spot: true, youngerThan: undefined, states: [] };
    const override = { ...OVERRIDE, capacity: undefined, on: ['pinned'] };
    expect(told({ pool: aPool({ nodes }), policy: aPolicy({ protect }), override })).toEqual({
      acts: ['plain'],
      left: ['db-1: idle; the policy protects this node', `pinned: idle; kept on by anna until ${OVERRIDE.until}`],
    });
  });

  it('stands below the capacity of an override that holds', () => {
    const reason = `override by anna until ${OVERRIDE.until}: the long render; delete the override first`;
    const nodes = [anIdleNode('a', 30), anIdleNode('b', 20), anIdleNode('c', 10)];
    expect(told({ pool: aPool({ nodes }), override: OVERRIDE })).toEqual({
      acts: ['a'],
      left: [`b: ${reason}`, `c: ${reason}`],
    });
    const off = [aDeallocatedNode('d', 30), aDeallocatedNode('e', 20)];
    const starting = { action: 'start', choice: { kind: 'named', ids: ['d', 'e'] } } as const;
    expect(told({ ...starting, pool: aPool({ nodes: [...nodes, ...off] }), override: OVERRIDE }).acts).toEqual([]);
    const over = { ...OVERRIDE, until: NOON };
    expect(told({ ...starting, pool: aPool({ nodes: [...nodes, ...off] }), override: over }).acts).toEqual(['d', 'e']);
  });

  it('takes nodes whose start was accepted, and does not show yet, as started', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((id) => aDeallocatedNode(id));
    const asked = NOON.subtract({ seconds: 20 });
    const pendingOperations = ['a', 'b'].map((nodeId) => ({
      nodeId,
      action: 'start' as const,
      asked,
      correlation: '',
    }));
    const memory = { ...NO_MEMORY, pendingOperations };
    const starting = { action: 'start', pool: aPool({ nodes }), memory } as const;
    expect(told(starting)).toEqual({
      acts: ['c', 'd'],
      left: ['a', 'b'].map((id) => `${id}: deallocated; asked to start at ${asked} already`),
    });
    expect(told({ ...starting, choice: { kind: 'count', count: 1 } }).acts).toEqual(['c']);
    const override = { ...OVERRIDE, capacity: aCapacity(0, 3) };
    expect(told({ ...starting, override }).acts).toEqual(['c']);
  });

  it('counts a node as ready for an override only when it has passed its gate', () => {
    const gating = ['c', 'd'].map((nodeId) => ({ nodeId, asked: NOON, exact: true, since: NOON }));
    const memory = { ...NOTHING_ELSE.memory, gating };
    const pool = aPool({ nodes: ['a', 'b', 'c', 'd'].map((id) => anIdleNode(id, 30)) });
    const reason = `override by anna until ${OVERRIDE.until}: the long render; delete the override first`;
    expect(told({ pool, memory, override: OVERRIDE })).toEqual({
      acts: ['c', 'd'],
      left: [`a: ${reason}`, `b: ${reason}`],
    });
  });

  it('counts the nodes that take part for an override and for budgets, and no Spot nodes', () => {
    const idle = ['a', 'b', 'c', 'd'].map((id) => anIdleNode(id, 30));
    const spot = ['w', 'x', 'y', 'z'].map((id) => ({ ...anIdleNode(id, 30), dedicated: false }));
    const named = { kind: 'named', ids: ['a', 'b', 'c', 'd'] } as const;
    const pool = aPool({ nodes: [...idle, ...spot] });
    expect(told({ pool, choice: named, override: OVERRIDE }).acts).toEqual(['a', 'b']);
    expect(told({ pool, choice: named, override: { ...OVERRIDE, capacity: aCapacity('50%') } }).acts).toHaveLength(2);
    const policy = aPolicy({ budget: { ...NO_BUDGET, deallocate: anAmount('50%') } });
    expect(told({ pool, choice: named, policy })).toEqual({ acts: ['a', 'b'], left: [], waiting: 2 });
  });

  it('makes as many acts at once as the budget says, and leaves the others for later', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((id) => anIdleNode(id, 30));
    const policy = aPolicy({ budget: { ...NO_BUDGET, deallocate: anAmount(2) } });
    expect(told({ pool: aPool({ nodes }), policy })).toEqual({ acts: ['a', 'b'], left: [], waiting: 3 });
    expect(told({ pool: aPool({ nodes }), policy, done: ['a', 'b'], taken: 2 }).acts).toEqual(['c', 'd']);
    expect(told({ pool: aPool({ nodes }), policy: undefined }).acts).toHaveLength(5);
  });

  it('takes another node for one that would not', () => {
    const nodes = ['a', 'b', 'c'].map((id) => anIdleNode(id, 30));
    const choice = { kind: 'count', count: 2 } as const;
    expect(told({ pool: aPool({ nodes }), choice, done: ['a', 'b'], taken: 1 }).acts).toEqual(['c']);
  });

  it('needs no canary, and starts although the circuit is open: somebody knows what will happen', () => {
    const policy = aPolicy({ canary: { share: anAmount('10%'), confirmed: undefined } });
    const idle = ['a', 'b', 'c'].map((id) => anIdleNode(id, 30));
    expect(told({ pool: aPool({ nodes: idle }), policy }).acts).toHaveLength(3);
    const memory = { ...NOTHING_ELSE.memory, circuit: { openedAt: NOON.subtract(minutes(1)), because: 'r' } };
    const off = ['a', 'b', 'c'].map((id) => aDeallocatedNode(id));
    expect(told({ action: 'start', pool: aPool({ nodes: off }), policy, memory }).acts).toHaveLength(3);
  });

  it('leaves a pool that changes its own size alone as a whole', () => {
    const facts = { allocationState: 'resizing' } as const;
    const done = plan({ pool: aPool({ nodes: [anIdleNode('a', 30)], facts }) });
    expect(done).toMatchObject({ acts: [], leftAlone: 'the pool is being resized' });
  });

  it('does nothing in a pool that somebody wants left alone, until that is over', () => {
    const override = { ...OVERRIDE, leaveAlone: true, capacity: undefined };
    const pool = aPool({ nodes: [anIdleNode('a', 30)] });
    expect(plan({ pool, override })).toMatchObject({
      acts: [],
      leftAlone: 'anna requested that the pool is left alone until 2026-03-02T13:00:00Z: the long render',
    });
    expect(plan({ pool, override, now: override.until })).toMatchObject({ acts: [{ nodeId: 'a' }] });
  });

  it('keeps the laws for any nodes in any order', () => {
    const nodes = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', 'c') }),
        state: fc.constantFrom(...NODE_STATES),
        stateSince: fc.option(
          fc.integer({ min: -5, max: 200 }).map((ago) => NOON.subtract(minutes(ago))),
          { nil: undefined },
        ),
        dedicated: fc.constantFrom(true, true, false, undefined),
        runningTasks: fc.constantFrom(0, 0, 1, undefined),
        schedulingEnabled: fc.constantFrom(true, true, false),
      }),
      { selector: ({ id }) => id, maxLength: 15 },
    );
    const choice = fc.oneof(
      fc.constant({ kind: 'all' as const }),
      fc.nat(8).map((count) => ({ kind: 'count' as const, count })),
      fc.subarray(['a', 'b', 'ab', 'ba']).map((ids) => ({ kind: 'named' as const, ids })),
    );
    const inputs = fc.record({
      nodes,
      choice,
      action: fc.constantFrom('start' as const, 'deallocate' as const),
      override: fc.constantFrom(undefined, OVERRIDE),
      budget: fc.option(fc.nat(4), { nil: undefined }),
    });
    fc.assert(
      fc.property(inputs, fc.func(fc.integer()), ({ nodes: seen, budget, ...asked }, shuffle) => {
        const all = seen.map((node) => aNode(node));
        const limit = budget === undefined ? undefined : anAmount(budget);
        const policy = aPolicy({ budget: { ...NO_BUDGET, start: limit, deallocate: limit } });
        const made = plan({ ...asked, policy, pool: aPool({ nodes: all }) });
        expectLaws(made, all, { ...asked, budget });
        const other = all.toSorted((a, b) => shuffle(a.id) - shuffle(b.id));
        expect(plan({ ...asked, policy, pool: aPool({ nodes: other }) })).toEqual(made);
      }),
    );
  });
});
