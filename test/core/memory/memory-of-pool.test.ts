import { describe, expect, it } from 'vitest';
import { NO_MEMORY, type PoolMemory } from '../../../src/core/memory/memory.ts';
import { memoryOfPool } from '../../../src/core/memory/memory-of-pool.ts';
import { NOON } from '../../support/builders.ts';

const MORNING = Date.parse('2026-03-02T08:00:00Z');
const LATER = Date.parse('2026-03-02T11:00:00Z');

const LEARNED = {
  startSeconds: [180],
  spent: [{ at: NOON, action: 'start', nodes: 3 }],
  lastStart: NOON,
  pendingOperations: [{ nodeId: 'a', action: 'start', asked: NOON, correlation: 'c' }],
} as const satisfies Partial<PoolMemory>;

const OF_ITS_NODES = {
  canary: { policyId: 'render', proven: true, nodes: ['a'] },
  circuit: { openedAt: NOON, because: 'gates failed' },
  startBackOff: { since: NOON, failures: 3, retryAt: NOON, because: 'it shows unusable' },
  taskFailureHalt: { since: NOON, until: NOON, because: 'tasks failed' },
  use: { since: NOON, peaks: [{ day: 20_514, nodes: 2 }] },
} as const satisfies Partial<PoolMemory>;

const MEMORY: PoolMemory = { ...NO_MEMORY, ...LEARNED, ...OF_ITS_NODES, createdAt: MORNING };

describe('the memory of a pool', () => {
  it('loses what happened to its nodes when the pool was created again, and keeps what was learned and spent', () => {
    expect(memoryOfPool(MEMORY, { createdAt: LATER })).toEqual({ ...NO_MEMORY, ...LEARNED, createdAt: LATER });
  });

  it.each([
    ['the pool is the same', MORNING],
    ['the time of its creation is not known', undefined],
    ['the facts are those of an earlier pool', MORNING - 1],
  ])('stays where %s', (_, createdAt) => {
    expect(memoryOfPool(MEMORY, { createdAt })).toBe(MEMORY);
  });

  it('stays, with the time, where it had none', () => {
    const memory = { ...MEMORY, createdAt: undefined };
    expect(memoryOfPool(memory, { createdAt: LATER })).toEqual({ ...memory, createdAt: LATER });
  });
});
