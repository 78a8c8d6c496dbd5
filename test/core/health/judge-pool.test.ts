import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeHealth, NodeVerdict } from '../../../src/core/health/judge-node.ts';
import { judgePool } from '../../../src/core/health/judge-pool.ts';
import { anAmount, NOON } from '../../support/builders.ts';

function nodes(counts: Partial<Record<NodeVerdict, number>>): readonly NodeHealth[] {
  return Object.entries(counts).flatMap(([verdict, count]) =>
    Array.from({ length: count }, (_, index) => ({
      nodeId: `${verdict}-${index}`,
      state: verdict === 'excluded' ? ('deallocated' as const) : ('idle' as const),
      verdict: verdict as NodeVerdict,
      findings: [],
      askedAt: verdict === 'not-asked' || verdict === 'excluded' ? undefined : NOON,
      stale: false,
    })),
  );
}

describe('a pool', () => {
  it.each([
    // every node
    ['100%', { healthy: 10 }, 'pass'],
    ['100%', { healthy: 9, unhealthy: 1 }, 'fail'],
    ['100%', { healthy: 9, unknown: 1 }, 'warn'],
    ['100%', { healthy: 9, 'not-asked': 1 }, 'warn'],
    // most of them: 95 % of 10 are 10, 90 % are 9
    ['90%', { healthy: 9, unhealthy: 1 }, 'pass'],
    ['95%', { healthy: 9, unhealthy: 1 }, 'fail'],
    ['90%', { healthy: 8, unhealthy: 2 }, 'fail'],
    ['90%', { healthy: 8, unknown: 1, unhealthy: 1 }, 'warn'],
    // a number
    [3, { healthy: 3, unhealthy: 5 }, 'pass'],
    [3, { healthy: 2, unhealthy: 5 }, 'fail'],
    [3, { healthy: 2, 'not-asked': 5 }, 'warn'],
    [3, { healthy: 2 }, 'pass'],
    // excluded nodes neither help nor harm
    ['100%', { healthy: 2, excluded: 8 }, 'pass'],
    ['100%', { excluded: 10 }, 'pass'],
    [3, { excluded: 10 }, 'pass'],
    ['100%', { healthy: 1, unhealthy: 1, excluded: 98 }, 'fail'],
    ['100%', {}, 'pass'],
    // nobody was asked yet
    ['100%', { 'not-asked': 10 }, 'warn'],
    // a sample stands for the others once it is large enough
    ['100%', { healthy: 29, 'not-asked': 171 }, 'warn'],
    ['100%', { healthy: 30, 'not-asked': 170 }, 'pass'],
    ['90%', { healthy: 28, unhealthy: 2, 'not-asked': 170 }, 'pass'],
    ['90%', { healthy: 26, unhealthy: 4, 'not-asked': 170 }, 'fail'],
    ['90%', { healthy: 26, unknown: 4, 'not-asked': 170 }, 'warn'],
    // but never for a number
    [100, { healthy: 50, 'not-asked': 150 }, 'warn'],
  ] as const)('that needs %s with %j is judged: %s', (minHealthy, counts, status) => {
    expect(judgePool(nodes(counts), anAmount(minHealthy)).status).toBe(status);
  });

  it('says why in numbers', () => {
    const health = judgePool(
      nodes({ healthy: 8, unhealthy: 1, unknown: 1, 'not-asked': 2, excluded: 3 }),
      anAmount('90%'),
    );
    expect(health).toMatchObject({
      reasons: [
        '8 of 12 nodes that are on are healthy, 1 unhealthy, 1 unknown, 2 not probed recently; 11 must be (90%)',
      ],
      on: 12,
      needed: 11,
      excluded: { deallocated: 3 },
      sampled: false,
    });
    expect(judgePool(nodes({ excluded: 3 }), anAmount('90%')).reasons).toEqual(['no node is on: 3 excluded']);
    expect(judgePool([], anAmount('90%')).reasons).toEqual(['the pool has no nodes']);
  });

  it('warns where extensions are not as declared', () => {
    const [node] = nodes({ healthy: 1 });
    const finding = { kind: 'wrong-version' as const, extension: 'e', reason: 'e is old' };
    const odd = node === undefined ? [] : [{ ...node, findings: [finding] }];
    expect(judgePool(odd, anAmount('100%')).status).toBe('warn');
  });

  it('gets no better when a node gets worse', () => {
    const few = fc.nat({ max: 60 });
    const order = ['fail', 'warn', 'pass'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        few,
        few,
        fc.nat({ max: 100 }),
        (healthy, unhealthy, unknown, share) => {
          const at = (counts: Partial<Record<NodeVerdict, number>>) =>
            order.indexOf(judgePool(nodes(counts), anAmount(`${share}%`)).status);
          const before = at({ healthy, unhealthy, unknown });
          expect(at({ healthy: healthy - 1, unhealthy: unhealthy + 1, unknown })).toBeLessThanOrEqual(before);
          expect(at({ healthy: healthy - 1, unhealthy, unknown: unknown + 1 })).toBeLessThanOrEqual(before);
        },
      ),
    );
  });
});
