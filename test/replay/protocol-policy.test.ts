import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../src/replay/create-policy.ts';
import type { ProtocolNode } from '../../src/replay/protocol-policy.ts';

const MIDNIGHT = 1_772_409_600;
const node = (id: number, state: ProtocolNode['state'], since = MIDNIGHT): ProtocolNode => ({
  id,
  state,
  since,
  used: 0,
});
const tick = (minute: number, nodes: readonly ProtocolNode[], said = {}) => ({
  time: MIDNIGHT + minute * 60,
  nodes,
  pendingTasks: 0,
  runningTasks: 0,
  submitted: 0,
  completed: 0,
  ...said,
});

describe('createPolicy', () => {
  const config = { poolSize: 3, slotsPerNode: 1, tickS: 60, startMeanS: 190, overheadS: 250 };

  it('starts nodes for work that waits, by the ids that it was given', () => {
    const policy = createPolicy();
    policy.init(config);
    const off = [node(7, 'deallocated'), node(8, 'deallocated'), node(9, 'deallocated')];
    const { start, deallocate } = policy.tick(tick(1, off, { pendingTasks: 2, submitted: 2 }));
    expect(start.length).toBeGreaterThanOrEqual(2);
    expect(start.every((id) => [7, 8, 9].includes(Number(id)))).toBe(true);
    expect(deallocate).toEqual([]);
  });

  it('deallocates nodes that do not pay, and leaves those that run or drain', () => {
    const policy = createPolicy({ forecast: { mode: 'enforce', goal: { waitPrice: 0 } } });
    policy.init(config);
    const nodes = [node(0, 'idle'), node(1, 'running'), node(2, 'draining')];
    const acts = Array.from({ length: 60 }, (_, minute) => policy.tick(tick(minute + 1, nodes, { runningTasks: 1 })));
    expect(acts.flatMap(({ start }) => start)).toEqual([]);
    expect(new Set(acts.flatMap(({ deallocate }) => deallocate))).toEqual(new Set([0]));
  });

  it('does what a document says, and names everything that is wrong with one', () => {
    const policy = createPolicy({ idle: { timeout: 'PT10M' }, demand: {} });
    policy.init(config);
    const idle = [node(0, 'idle'), node(1, 'idle'), node(2, 'deallocated')];
    expect(policy.tick(tick(9, idle)).deallocate).toEqual([]);
    expect(policy.tick(tick(10, idle)).deallocate).toEqual([0, 1]);
    expect(() => createPolicy({ idle: 3, forecast: { goal: { meanWait: 'PT1M', waitPrice: 2 } } })).toThrow(
      /\$\.idle .*\$\.forecast\.goal one of/,
    );
  });
});
