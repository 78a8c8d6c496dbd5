import { describe, expect, it } from 'vitest';
import { explainRules } from '../../../../src/core/plan/explain-rules.ts';
import { NO_SEQUENCE, type Sequence } from '../../../../src/core/plan/input/sequence.ts';
import { nextLook } from '../../../../src/core/plan/next-look.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import type { NodeSnapshot } from '../../../../src/core/pool/snapshot.ts';
import type { Capacity } from '../../../../src/core/schedule/schedule.ts';
import {
  aCapacity,
  aDeallocatedNode,
  anIdleNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  NOON,
  NOTHING_ELSE,
} from '../../../support/builders.ts';

function plan(nodes: readonly NodeSnapshot[], outside: Capacity, sequence: Partial<Sequence>) {
  const timelines = [aTimeline(aSchedule({ outside }))];
  const input = {
    ...NOTHING_ELSE,
    pool: aPool({ nodes }),
    policy: aPolicy(),
    timelines,
    sequence: { ...NO_SEQUENCE, ...sequence },
    now: NOON,
  };
  return { input, made: planPool(input) };
}

const OFF = ['a', 'b'].map((id) => aDeallocatedNode(id));
const IDLE = ['a', 'b', 'c'].map((id) => anIdleNode(id, 90));
const cache = { poolId: 'cache', needed: 2, unknown: undefined };
const client = { poolId: 'client', needs: 1, unknown: undefined };

describe('a pool that depends on another', () => {
  it('is started only after that is ready, looks again each minute, and says what it waits for', () => {
    const { input, made } = plan(OFF, aCapacity(2), { preceding: [{ ...cache, ready: 1 }] });
    expect(made.acts).toEqual([]);
    expect(nextLook(input, made)).toEqual(NOON.add({ minutes: 1 }));
    expect(made.decisions[0]?.reason).toContain('the pool cache, of which 2 must be ready and 1 is');
    expect(explainRules(made).find(({ rule }) => rule === 'sequence')).toMatchObject({
      won: true,
      wouldChange: '2 nodes of the pool cache are ready',
    });
    expect(plan(OFF, aCapacity(2), { preceding: [{ ...cache, ready: 2 }] }).made.acts).toHaveLength(2);
    const one = plan(OFF, aCapacity(2), { preceding: [{ ...cache, needed: 1, ready: 0 }] });
    expect(explainRules(one.made).find(({ rule }) => rule === 'sequence')).toMatchObject({
      wouldChange: '1 node of the pool cache is ready',
    });
  });

  it('neither goes on nor off while that cannot be read', () => {
    const unknown = { ...cache, ready: 0, unknown: 'Batch did not answer' };
    expect(plan(OFF, aCapacity(2), { preceding: [unknown] }).made.acts).toEqual([]);
    const { made } = plan(IDLE, aCapacity(0, 0), { preceding: [unknown] });
    expect(made.acts).toEqual([]);
    expect(made.decisions[0]).toMatchObject({ rule: 'sequence', reason: expect.stringContaining('did not answer') });
  });
});

describe('a pool that another depends on', () => {
  it('keeps what that needs until it is off, and lets the rest go', () => {
    const on = plan(IDLE, aCapacity(0, 0), { following: [{ ...client, on: 4 }] });
    expect(on.made.acts).toHaveLength(2);
    expect(plan(IDLE.slice(0, 1), aCapacity(0, 0), { following: [{ ...client, on: 1 }] }).made.acts).toEqual([]);
    expect(plan(IDLE, aCapacity(0, 0), { following: [{ ...client, on: 0 }] }).made.acts).toHaveLength(3);
  });

  it('lets nothing go while that cannot be read', () => {
    const unknown = { ...client, on: 0, unknown: 'Batch did not answer' };
    expect(plan(IDLE, aCapacity(0, 0), { following: [unknown] }).made.acts).toEqual([]);
  });
});
