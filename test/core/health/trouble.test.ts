import { describe, expect, it } from 'vitest';
import { describeTroubleCost, troubleIn } from '../../../src/core/health/trouble.ts';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { aDeallocatedNode, aNode, anIdleNode, minutesBefore, NOON } from '../../support/builders.ts';

const PRICE = { nodeHour: 0.5, deallocatedNodeHour: 0.01, currency: 'EUR' };

describe('troubleIn', () => {
  it('finds nothing where nothing is broken', () => {
    const found = troubleIn({ nodes: [anIdleNode('a', 5)], memory: NO_MEMORY, price: PRICE, now: NOON });
    expect(found).toEqual({ broken: [], paidNodes: 0, nodeHours: 0, cost: { amount: 0, currency: 'EUR' } });
    expect(describeTroubleCost(found)).toBeUndefined();
  });

  it('says since when a node is broken and what was tried, and counts only what is paid for', () => {
    const [since, retryAt] = [minutesBefore(NOON, 240), NOON.add({ minutes: 20 })];
    const failed = { since, at: minutesBefore(NOON, 120), reason: 'it shows unusable', failures: 3, retryAt };
    const memory = {
      ...NO_MEMORY,
      failedStarts: [
        { ...failed, nodeId: 'a', repairs: ['reboot' as const], refusedRepairs: [] },
        { ...failed, nodeId: 'b', repairs: ['reimage' as const], refusedRepairs: ['reimage' as const] },
      ],
    };
    const nodes = [
      aNode({ id: 'a', state: 'unusable', stateSince: minutesBefore(NOON, 120) }),
      aDeallocatedNode('b', 120),
      aNode({ id: 'c', state: 'starttaskfailed', stateSince: minutesBefore(NOON, 60) }),
    ];
    const found = troubleIn({ nodes, memory, price: PRICE, now: NOON });
    expect(found).toMatchObject({ paidNodes: 2, nodeHours: 3, cost: { amount: 1.5, currency: 'EUR' } });
    expect(found.broken.map(({ nodeId, since: from, tried, nextTryAt }) => [nodeId, from, tried, nextTryAt])).toEqual([
      ['a', since, ['a start, 3 times', 'reboot'], retryAt],
      ['b', since, ['a start, 3 times', 'reimage, refused by the service'], retryAt],
      ['c', minutesBefore(NOON, 60), [], undefined],
    ]);
    expect(describeTroubleCost(found)).toBe('2 nodes are paid for and cannot be used: 3.0 node hours so far, 1.50 EUR');
  });

  it('says first what is broken about the pool as a whole', () => {
    const memory = {
      ...NO_MEMORY,
      startBackOff: { since: NOON, failures: 2, retryAt: NOON.add({ minutes: 5 }), because: 'it shows deallocated' },
      circuit: { openedAt: NOON, because: '3 of 3 started nodes failed their gate' },
    };
    expect(troubleIn({ nodes: [], memory, price: undefined, now: NOON }).broken).toMatchObject([
      { nodeId: undefined, tried: ['starts, 2 times without success'], nextTryAt: NOON.add({ minutes: 5 }) },
      { nodeId: undefined, what: 'started nodes fail their gate: 3 of 3 started nodes failed their gate' },
    ]);
  });
});
