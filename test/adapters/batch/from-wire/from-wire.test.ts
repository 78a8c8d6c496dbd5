import { describe, expect, it } from 'vitest';
import { fromWireCounts } from '../../../../src/adapters/batch/from-wire/from-wire-counts.ts';
import { fromWireNode, fromWireState } from '../../../../src/adapters/batch/from-wire/from-wire-node.ts';
import { fromWirePool } from '../../../../src/adapters/batch/from-wire/from-wire-pool.ts';

describe('fromWireNode', () => {
  it('knows nothing of what is missing', () => {
    expect(fromWireNode({ id: 'n' })).toEqual({
      id: 'n',
      state: 'unknown',
      stateSince: undefined,
      dedicated: undefined,
      schedulingEnabled: undefined,
      runningTasks: undefined,
    });
  });

  it('knows nothing of what makes no sense', () => {
    const wire = {
      id: 'n',
      state: 7,
      stateTransitionTime: 'yesterday',
      isDedicated: 'yes',
      schedulingState: 'maybe',
      runningTasksCount: '1',
    };
    expect(fromWireNode(wire)).toEqual(fromWireNode({ id: 'n' }));
  });

  it.each([undefined, null, 'node', {}, { id: '' }, { id: 3 }])('takes %j for no node', (wire) => {
    expect(fromWireNode(wire)).toBeUndefined();
  });
});

describe('fromWireState', () => {
  it.each([
    ['idle', 'idle'],
    ['Deallocated', 'deallocated'],
    ['hibernating', 'unknown'],
    [undefined, 'unknown'],
  ])('%s is %s', (wire, state) => {
    expect(fromWireState(wire)).toBe(state);
  });
});

describe('fromWirePool', () => {
  it('knows nothing of what is missing, and says so', () => {
    expect(fromWirePool({ id: 'p' }, 'demo')).toEqual({
      account: 'demo',
      poolId: 'p',
      state: 'unknown',
      allocationState: 'unknown',
      autoScale: undefined,
      virtualMachineConfiguration: false,
      taskSlotsPerNode: 1,
      metadata: new Map(),
    });
  });

  it.each([
    [4, 4],
    [undefined, 1],
    [0, undefined],
    [1.5, undefined],
    ['4', undefined],
  ])('takes %j task slots per node for %s', (taskSlotsPerNode, slots) => {
    expect(fromWirePool({ id: 'p', taskSlotsPerNode }, 'demo')?.taskSlotsPerNode).toBe(slots);
  });

  it('passes over metadata that makes no sense', () => {
    const metadata = [{ name: 'lamplighter.policy', value: 'b' }, { name: 'lamplighter.owner' }, null, 'd'];
    expect(fromWirePool({ id: 'p', metadata }, 'demo')?.metadata).toEqual(new Map([['lamplighter.policy', 'b']]));
  });

  it('keeps of the metadata only what is used, and no more of it than an id can have', () => {
    const metadata = [
      { name: 'note', value: 'x'.repeat(60_000) },
      { name: 'lamplighter.note', value: 'x' },
      { name: 'lamplighter.policy', value: `none${' '.repeat(60_000)}` },
      { name: 'lamplighter.owner', value: 'vision' },
    ];
    expect(fromWirePool({ id: 'p', metadata }, 'demo')?.metadata).toEqual(
      new Map([
        ['lamplighter.policy', 'none'.padEnd(256)],
        ['lamplighter.owner', 'vision'],
      ]),
    );
  });
});

describe('fromWireCounts', () => {
  it.each(['upgradingOS', 'upgradingOs', 'upgradingos'])('reads %s in any spelling', (field) => {
    const wire = {
      poolId: 'p',
      dedicated: { [field]: 2, startTaskFailed: 1, total: 3, newState: 9 },
      lowPriority: { preempted: 4, total: 4 },
    };
    const counts = { dedicated: { upgradingos: 2, starttaskfailed: 1 }, spot: { preempted: 4 } };
    expect(fromWireCounts(wire)).toEqual({ poolId: 'p', counts });
  });
});
