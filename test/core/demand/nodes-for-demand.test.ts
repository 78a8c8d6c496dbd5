import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodesForDemand } from '../../../src/core/demand/nodes-for-demand.ts';
import { slotDemand } from '../../../src/core/demand/slot-demand.ts';
import type { TaskLoad } from '../../../src/core/demand/task-load.ts';
import { amount, taskLoad } from '../../support/arbitraries.ts';
import { aLoad, anAmount } from '../../support/builders.ts';

const RUNS = { numRuns: 500 };

function slotsPerNode(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 12 });
}

function loads(): fc.Arbitrary<readonly TaskLoad[]> {
  return fc.array(taskLoad(), { maxLength: 4 });
}

function nodes(waiting: readonly TaskLoad[], running: readonly TaskLoad[], slots: number): number {
  return nodesForDemand(slotDemand(waiting, running), { slotsPerNode: slots, headroom: undefined });
}

describe('nodesForDemand', () => {
  it.each<readonly [string, readonly TaskLoad[], readonly TaskLoad[], number, number]>([
    ['no work', [], [], 4, 0],
    ['one task', [aLoad(1)], [], 4, 1],
    ['a task for each node', [aLoad(5)], [], 1, 5],
    ['full nodes', [aLoad(8)], [], 4, 2],
    ['one task more', [aLoad(9)], [], 4, 3],
    ['what waits and what runs', [aLoad(3)], [aLoad(6)], 4, 3],
    // Only one of them fits in a node: by slots alone it would be 8.
    ['tasks that do not pack', [aLoad(10, 30)], [], 4, 10],
    ['small ones beside them', [aLoad(10, 30), aLoad(10)], [], 4, 10],
    // Two of them fit in a node: by slots alone it would be 4.
    ['two to a node', [aLoad(10, 20)], [], 5, 5],
    ['a task larger than a node', [aLoad(1, 9)], [], 4, 3],
    // A hundred jobs share nodes.
    ['many small jobs', Array.from({ length: 100 }, () => aLoad(1)), [], 4, 25],
    ['an average in between', [aLoad(12, 18)], [], 4, 5],
  ])('%s', (_, waiting, running, slots, expected) => {
    expect(nodes(waiting, running, slots)).toBe(expected);
  });

  it.each([
    ['10%', 25, 28],
    ['100%', 3, 6],
    ['0%', 3, 3],
    [2, 3, 5],
    // Without work there is no headroom: idle nodes are kept by the policy's idle timeout.
    [2, 0, 0],
    ['50%', 0, 0],
  ] as const)('has a headroom of %s over %i nodes: %i', (headroom, needed, expected) => {
    const options = { slotsPerNode: 1, headroom: anAmount(headroom) };
    expect(nodesForDemand(slotDemand([aLoad(needed)], []), options)).toBe(expected);
  });

  it('is at least 1 if anything waits, and never less than what runs needs', () => {
    fc.assert(
      fc.property(loads(), loads(), slotsPerNode(), (waiting, running, slots) => {
        const needed = nodes(waiting, running, slots);
        expect(needed).toBeGreaterThanOrEqual(nodes([], running, slots));
        if (waiting.some(({ tasks }) => tasks > 0)) expect(needed).toBeGreaterThanOrEqual(1);
      }),
      RUNS,
    );
  });

  it('grows with the waiting slots', () => {
    fc.assert(
      fc.property(loads(), taskLoad(), fc.nat({ max: 50 }), slotsPerNode(), (others, load, more, slots) => {
        const larger = { tasks: load.tasks, slots: load.slots + more };
        expect(nodes([larger, ...others], [], slots)).toBeGreaterThanOrEqual(nodes([load, ...others], [], slots));
        expect(nodes([load, load, ...others], [], slots)).toBeGreaterThanOrEqual(nodes([load, ...others], [], slots));
      }),
      RUNS,
    );
  });

  it('is no more than what a simple packing gets along with', () => {
    const alike = fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 12 }))
      .map(([tasks, size]) => ({ tasks, slots: tasks * size }));
    fc.assert(
      fc.property(fc.array(alike, { maxLength: 4 }), (waiting) => {
        expect(nodes(waiting, [], 12)).toBeLessThanOrEqual(firstFit(waiting, 12));
      }),
      RUNS,
    );
  });

  it('does not hang on the order of the loads', () => {
    const shuffled = loads().chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, slotsPerNode(), ([all, other], slots) => {
        expect(nodes(other, [], slots)).toBe(nodes(all, [], slots));
      }),
      RUNS,
    );
  });

  it('has a headroom of its amount and nothing besides', () => {
    fc.assert(
      fc.property(loads(), slotsPerNode(), amount(), (waiting, slots, headroom) => {
        const bare = nodes(waiting, [], slots);
        const options = { slotsPerNode: slots, headroom };
        const share = headroom.kind === 'nodes' ? headroom.nodes : Math.ceil((headroom.percent * bare) / 100);
        expect(nodesForDemand(slotDemand(waiting, []), options)).toBe(bare === 0 ? 0 : bare + share);
      }),
      RUNS,
    );
  });
});

/** Nodes used by putting the largest tasks first, each in the first node with room. */
function firstFit(waiting: readonly TaskLoad[], slots: number): number {
  const sizes = waiting.flatMap((load) => Array.from({ length: load.tasks }, () => load.slots / load.tasks));
  const free: number[] = [];
  for (const size of sizes.toSorted((a, b) => b - a)) {
    const place = free.findIndex((left) => left >= size);
    if (place === -1) free.push(slots - size);
    else free[place] = (free[place] ?? 0) - size;
  }
  return free.length;
}
