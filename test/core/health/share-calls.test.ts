import { describe, expect, it } from 'vitest';
import type { FoundExtension } from '../../../src/core/health/probe.ts';
import { selectNodesToAsk, selectPoolsToVisit, takeInTurn } from '../../../src/core/health/share-calls.ts';
import { aNode, anExtension, minutesBefore, NOON } from '../../support/builders.ts';

function pool(poolId: string, askable: number, minutesAgo?: number) {
  return { poolId, askable, visitedAt: minutesAgo === undefined ? undefined : minutesBefore(NOON, minutesAgo) };
}

describe('the pools to visit', () => {
  it.each([
    // all of them, if the calls are enough: each costs a list and up to five nodes
    [[pool('a', 3), pool('b', 3)], 60, ['a', 'b']],
    // those that have waited longest, never visited first
    [[pool('a', 9, 1), pool('b', 9, 3), pool('c', 9), pool('d', 9, 2)], 14, ['c', 'b', 'd']],
    [[pool('a', 9, 1), pool('b', 9, 3), pool('c', 9), pool('d', 9, 2)], 12, ['c', 'b']],
    // none that has no node to ask
    [[pool('a', 0), pool('b', 1)], 60, ['b']],
    // nothing can be asked with one call
    [[pool('a', 1)], 1, []],
    [[pool('a', 1)], 0, []],
  ])('case %#', (pools, calls, visited) => {
    expect(selectPoolsToVisit(pools, calls).map(({ poolId }) => poolId)).toEqual(visited);
  });

  it('come round, whatever their number', () => {
    let pools = Array.from({ length: 100 }, (_, index) => pool(`p${index}`, 50));
    const visits = new Map<string, number>();
    for (let run = 0; run < 50; run++) {
      const chosen = new Set(selectPoolsToVisit(pools, 60).map(({ poolId }) => poolId));
      for (const id of chosen) visits.set(id, (visits.get(id) ?? 0) + 1);
      pools = pools.map((one) => (chosen.has(one.poolId) ? { ...one, visitedAt: NOON.add({ minutes: run }) } : one));
    }
    expect(visits.size).toBe(100);
    expect(new Set(visits.values())).toEqual(new Set([5]));
  });
});

describe('the nodes to ask', () => {
  const asked = (nodeId: string, minutesAgo: number, extension: Partial<FoundExtension> = {}) => {
    const at = minutesBefore(NOON, minutesAgo);
    return [nodeId, { nodeId, triedAt: at, probe: { at, extensions: [anExtension(extension)] } }] as const;
  };
  const nodes = ['a', 'b', 'c'].map((id) => aNode({ id }));
  const select = (known: readonly (readonly [string, ReturnType<typeof asked>[1]])[], given = nodes) =>
    selectNodesToAsk(given, new Map(known), NOON).map(({ id }) => id);

  it('are those never asked, then those that have waited longest', () => {
    expect(select([asked('a', 6), asked('b', 9)])).toEqual(['c', 'b', 'a']);
  });

  it('are none that were asked lately, unless their answer settled nothing', () => {
    expect(select([asked('a', 4), asked('b', 5), asked('c', 1, { state: 'transitioning' })])).toEqual(['b', 'c']);
  });

  it('are those that were asked later than it is now: the clock was put back', () => {
    expect(select([asked('a', 1), asked('b', -60), asked('c', 1)])).toEqual(['b']);
  });

  it('are those that were switched on since', () => {
    const given = [aNode({ id: 'a', bootedAt: minutesBefore(NOON, 2) })];
    expect(select([asked('a', 3)], given)).toEqual(['a']);
  });

  it('are only those that can run tasks', () => {
    const given = [aNode({ id: 'a', state: 'deallocated' }), aNode({ id: 'b', state: 'running' })];
    expect(select([], given)).toEqual(['b']);
  });
});

describe('taking in turn', () => {
  it.each([
    [[['a1', 'a2', 'a3'], ['b1'], ['c1', 'c2']], 5, ['a1', 'b1', 'c1', 'a2', 'c2']],
    [[['a1', 'a2', 'a3'], []], 10, ['a1', 'a2', 'a3']],
    [[], 3, []],
    [[['a1']], -1, []],
  ])('case %#', (lists, most, taken) => {
    expect(takeInTurn(lists, most)).toEqual(taken);
  });
});
