import { describe, expect, it } from 'vitest';
import { type Canary, NO_MEMORY, type PoolMemory } from '../../../../src/core/memory/memory.ts';
import { noteNodes } from '../../../../src/core/plan/note-nodes.ts';
import { rememberActs } from '../../../../src/core/plan/remember-acts.ts';
import type { Outcome } from '../../../../src/core/pool/act.ts';
import type { NodeState } from '../../../../src/core/pool/node-state.ts';
import { aNode, minutes, NOON } from '../../../support/builders.ts';

/** The canary of a policy after looks, a minute apart, at the nodes that it has asked to go: `a=deallocating b=running`. */
function canaryAfter(...looks: readonly string[]): Canary | undefined {
  const nodes = nodesIn(looks[0] ?? '').map(([id]) => id);
  return canaryFrom({ canary: { policyId: 'render', proven: false, nodes } }, ...looks);
}

function nodesIn(look: string): readonly (readonly [string, NodeState])[] {
  return look.split(' ').map((node) => node.split('=') as [string, NodeState]);
}

function canaryFrom(known: Pick<PoolMemory, 'canary'>, ...looks: readonly string[]): Canary | undefined {
  let memory: PoolMemory = { ...NO_MEMORY, lookedAt: NOON.subtract({ minutes: 1 }), ...known };
  for (const [minute, look] of looks.entries()) {
    const now = NOON.add({ minutes: minute });
    const seen = nodesIn(look).map(([id, state]) => aNode({ id, state, stateSince: now }));
    const others = { gated: false, completions: [], haltOnTaskFailures: undefined, resetAt: undefined };
    const looking = { now, respectUntil: NOON.add({ hours: 6 }), startBackOff: minutes(5), ...others };
    memory = noteNodes(memory, seen, looking).memory;
  }
  return memory.canary;
}

describe('a canary', () => {
  it('is proven when a node shows deallocated and none is going off any more', () => {
    expect(canaryAfter('a=deallocating', 'a=deallocated')).toMatchObject({ proven: true });
    expect(canaryAfter('a=deallocated b=deallocating')).toMatchObject({ proven: false, nodes: ['a', 'b'] });
    expect(canaryAfter('a=deallocated b=deallocating', 'a=deallocated b=deallocated')).toMatchObject({ proven: true });
  });

  it('is proven also when the node that was deallocated has been started again meanwhile', () => {
    expect(canaryAfter('a=deallocated b=deallocating', 'a=starting b=deallocating', 'a=idle b=idle')).toMatchObject({
      proven: true,
    });
  });

  it.each<NodeState>(['unusable', 'idle', 'unknown', 'leavingpool'])(
    'is not proven by a node that was deallocating and is %s, and never was deallocated',
    (state) => {
      expect(canaryAfter('a=deallocating', `a=${state}`)).toBeUndefined();
      expect(canaryAfter('a=deallocating', 'a=deallocating', `a=${state}`)).toBeUndefined();
      expect(canaryAfter('a=deallocating b=deallocating', `a=${state} b=deallocating`)).toEqual({
        policyId: 'render',
        proven: false,
        nodes: ['b'],
      });
    },
  );

  it('is not proven by a node whose request may never have arrived: somebody else may have deallocated it', () => {
    const asked = (outcome: Outcome, before = NO_MEMORY) =>
      rememberActs(before, [{ node: 'a', action: 'deallocate', outcome }], {
        at: NOON,
        correlation: 'c',
        policyId: 'render',
      });
    const proofOf = ({ canary }: PoolMemory) => canaryFrom({ canary }, 'a=deallocating', 'a=deallocated');
    expect(proofOf(asked('accepted'))).toMatchObject({ proven: true });
    expect(proofOf(asked('unknown'))).toBeUndefined();
    expect(proofOf(asked('accepted', asked('unknown')))).toMatchObject({ proven: true });
  });
});
