import { describe, expect, it } from 'vitest';
import { manualActNoticed } from '../../../../src/core/audit/events.ts';
import { NO_MEMORY, type PoolMemory } from '../../../../src/core/memory/memory.ts';
import { settleOperations } from '../../../../src/core/memory/pending-operation.ts';
import { noteNodes } from '../../../../src/core/plan/note-nodes.ts';
import { withDraining } from '../../../../src/core/pool/draining.ts';
import type { NodeState } from '../../../../src/core/pool/node-state.ts';
import type { NodeSnapshot } from '../../../../src/core/pool/snapshot.ts';
import { aNode, minutes, minutesBefore, NOON, type NodeTraits } from '../../../support/builders.ts';

function noticed(memory: Partial<PoolMemory>, nodes: readonly NodeSnapshot[]) {
  const looking = {
    now: NOON,
    respectUntil: NOON.add({ hours: 6 }),
    gated: false,
    completions: [],
    haltOnTaskFailures: undefined,
    startBackOff: minutes(5),
    resetAt: undefined,
  };
  return noteNodes({ ...NO_MEMORY, lookedAt: minutesBefore(NOON, 2), ...memory }, nodes, looking).noticed;
}

function now(state: NodeState, overrides: NodeTraits = {}): NodeSnapshot {
  return aNode({ id: 'n', state, stateSince: minutesBefore(NOON, 1), ...overrides });
}

describe('a node that was on at the last look', () => {
  it.each<[NodeState, boolean]>([
    ['deallocating', true],
    ['deallocated', true],
    // What Batch does by itself, and says so by the state.
    ['preempted', false],
    ['leavingpool', false],
    ['upgradingos', false],
    ['rebooting', false],
    ['reimaging', false],
    ['unusable', false],
    ['unknown', false],
    // Somebody has disabled its scheduling; it is on all the same.
    ['offline', false],
  ])('and shows %s was stopped by somebody else: %s', (state, expected) => {
    expect(noticed({}, [now(state)])).toHaveLength(expected ? 1 : 0);
  });

  it('was stopped by somebody else also while the last look was being decided, or if the clock of Batch is behind', () => {
    const stateSince = minutesBefore(NOON, 2).subtract({ seconds: 20 });
    expect(noticed({}, [now('deallocated', { stateSince })])).toMatchObject([{ nodeId: 'n', action: 'deallocate' }]);
    expect(noticed({}, [now('deallocated', { stateSince: minutesBefore(NOON, 60) })])).toEqual([]);
  });

  it('is nobody else’s where we have asked for it, nor where it is a Spot node', () => {
    expect(noticed({ draining: [{ nodeId: 'n', asked: minutesBefore(NOON, 1) }] }, [now('deallocated')])).toEqual([]);
    expect(noticed({}, [now('deallocated', { dedicated: false })])).toEqual([]);
  });
});

describe('a node that still showed idle minutes after we had asked it to go', () => {
  const asked = minutesBefore(NOON, 4);
  const operation = { nodeId: 'n', action: 'deallocate' as const, asked, correlation: 'c' };

  it.each<NodeState>(['deallocating', 'deallocated'])('is nobody else’s when it shows %s at last', (state) => {
    const look = {
      now: minutesBefore(NOON, 1),
      respectUntil: NOON.add({ hours: 6 }),
      gated: false,
      completions: [],
      haltOnTaskFailures: undefined,
      startBackOff: minutes(5),
      resetAt: undefined,
    };
    const memory = { ...NO_MEMORY, draining: [{ nodeId: 'n', asked }], pendingOperations: [operation] };
    const idle = withDraining(
      [aNode({ id: 'n', state: 'idle', stateSince: minutesBefore(NOON, 60) })],
      memory.draining,
    );
    const { memory: seen } = noteNodes(memory, idle, look);
    expect(seen.draining).toEqual([]);
    const { pendingOperations, completions } = settleOperations(seen.pendingOperations, [now(state)], NOON);
    const later = { ...look, now: NOON, completions };
    expect(noteNodes({ ...seen, pendingOperations }, [now(state, { stateSince: NOON })], later).noticed).toEqual([]);
  });
});

describe('a node that was off at the last look', () => {
  it.each<[NodeState, boolean]>([
    ['starting', true],
    ['idle', true],
    ['running', true],
    // The state itself says that the service is at work.
    ['upgradingos', false],
    ['leavingpool', false],
    ['preempted', false],
    ['unknown', false],
  ])('and shows %s was started by somebody else: %s', (state, expected) => {
    expect(noticed({ off: ['n'] }, [now(state)])).toHaveLength(expected ? 1 : 0);
  });

  it('is not taken for started after the upgrade that has switched it on', () => {
    const looking = { off: ['n'] };
    expect(noticed(looking, [now('upgradingos')])).toEqual([]);
    expect(noticed({ off: [] }, [now('idle')])).toEqual([]);
  });
});

describe('what is recorded of an act by somebody else', () => {
  const context = {
    at: NOON,
    actor: 'timer:evaluate-pools',
    pool: { account: 'demo', poolId: 'render' },
    correlation: 'c',
    policy: 'render@1',
  };
  const act = { nodeId: 'n', action: 'deallocate', noticed: NOON, seconds: 40, until: NOON.add({ hours: 6 }) } as const;

  it('says that Batch does not show who, and how many nodes changed together', () => {
    expect(manualActNoticed(context, act, { manual: 'respect', together: 12 })).toMatchObject({
      action: 'node.manual-deallocate',
      reason: 'deallocated by somebody else, with 11 other nodes; respected until 2026-03-02T18:00:00Z',
      after: { together: 12, seconds: 40, who: 'Batch shows neither whether a person or another scheduler, nor which' },
    });
  });
});
