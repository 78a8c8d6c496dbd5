import { describe, expect, it } from 'vitest';
import { judgeNode } from '../../../src/core/health/judge-node.ts';
import type { FoundExtension } from '../../../src/core/health/probe.ts';
import { NODE_STATES } from '../../../src/core/pool/node-state.ts';
import { aNode, anExtension, minutes, minutesBefore, NOON } from '../../support/builders.ts';

const STANDARD = { declared: [anExtension()], now: NOON, maxAge: minutes(15) };

function answered(extensions: readonly FoundExtension[], minutesAgo = 1) {
  return { at: minutesBefore(NOON, minutesAgo), extensions };
}

function probeOf(applicationHealth: FoundExtension['applicationHealth']) {
  return answered([anExtension(), anExtension({ name: 'health', applicationHealth })]);
}

const HEALTH = { ...STANDARD, declared: [anExtension(), anExtension({ name: 'health' })] };

describe('a node that can run tasks', () => {
  it.each([
    // all is well
    [answered([anExtension()]), 'healthy', []],
    [answered([anExtension(), anExtension({ name: 'b', ofBatch: true })]), 'healthy', []],
    // something is known to be wrong
    [answered([anExtension({ state: 'failed', message: 'boom' })]), 'unhealthy', ['monitor has failed: boom']],
    [answered([]), 'unhealthy', ['monitor is declared and not on the node']],
    [
      answered([anExtension(), anExtension({ name: 'b', ofBatch: true, state: 'failed' })]),
      'unhealthy',
      ['b has failed'],
    ],
    // nothing is known for certain
    [answered([anExtension({ state: 'transitioning' })]), 'unknown', ['monitor is still being installed']],
    [answered([anExtension({ state: 'unknown' })]), 'unknown', ['monitor does not report its health']],
    [undefined, 'not-asked', ['it has not been probed since it was started']],
    // something to know that is no harm
    [answered([anExtension(), anExtension({ name: 'x' })]), 'healthy', ['x is on the node and not declared']],
    // an old answer
    [answered([anExtension()], 15), 'healthy', []],
    [answered([anExtension()], 16), 'not-asked', ['it was last probed 16 min ago']],
    [
      answered([anExtension({ state: 'failed' })], 125),
      'unhealthy',
      ['monitor has failed', 'it was last probed 2 h 5 min ago'],
    ],
    // an answer by another clock
    [answered([anExtension()], -3), 'healthy', []],
    [answered([anExtension()], -1440), 'not-asked', ['it was last probed by a clock that was ahead']],
  ])('case %#', (probe, verdict, reasons) => {
    const health = judgeNode(aNode(), probe, STANDARD);
    expect(health.verdict).toBe(verdict);
    expect(health.findings.map(({ reason }) => reason)).toEqual(reasons);
  });

  it.each([
    ['Healthy', 'healthy'],
    ['Unhealthy', 'unhealthy'],
    ['Unknown', 'unhealthy'],
    ['Initializing', 'unknown'],
  ] as const)('with an application that is %s is %s', (state, verdict) => {
    expect(judgeNode(aNode(), probeOf(state), HEALTH).verdict).toBe(verdict);
  });

  it('is as its state says where the pool declares nothing', () => {
    const standard = { ...STANDARD, declared: [] };
    expect(judgeNode(aNode(), undefined, standard)).toMatchObject({ verdict: 'healthy' });
    // It was asked by hand, and nobody asks again.
    const agent = anExtension({ name: 'agent', ofBatch: true, state: 'failed' });
    expect(judgeNode(aNode(), answered([agent], 15), standard)).toMatchObject({ verdict: 'unhealthy', stale: false });
    expect(judgeNode(aNode(), answered([agent], 16), standard)).toMatchObject({ verdict: 'healthy', stale: true });
  });

  it('has given no answer if that was before it was switched on', () => {
    const node = aNode({ bootedAt: minutesBefore(NOON, 2) });
    expect(judgeNode(node, answered([anExtension()], 3), STANDARD)).toMatchObject({
      verdict: 'not-asked',
      askedAt: undefined,
    });
    expect(judgeNode(node, answered([anExtension()], 2), STANDARD).verdict).toBe('healthy');
  });
});

describe('a node in another state', () => {
  it.each([
    ['deallocated', 'excluded'],
    ['deallocating', 'excluded'],
    ['starting', 'excluded'],
    ['upgradingos', 'excluded'],
    ['offline', 'excluded'],
    ['preempted', 'excluded'],
    ['unusable', 'unhealthy'],
    ['starttaskfailed', 'unhealthy'],
    ['unknown', 'unknown'],
  ] as const)('%s is %s', (state, verdict) => {
    expect(judgeNode(aNode({ state }), answered([anExtension()]), STANDARD).verdict).toBe(verdict);
  });

  it('is unknown when it has been on its way for too long', () => {
    const node = aNode({ state: 'starting', stateSince: minutesBefore(NOON, 45) });
    const health = judgeNode(node, undefined, STANDARD);
    expect(health.verdict).toBe('unknown');
    expect(health.findings[0]?.reason).toBe('it has been starting for 45 min');
  });

  it('is never healthy, whatever the state', () => {
    const others = NODE_STATES.filter((state) => state !== 'idle' && state !== 'running');
    const verdicts = others.map((state) => judgeNode(aNode({ state }), answered([anExtension()]), STANDARD).verdict);
    expect(verdicts).not.toContain('healthy');
  });
});
