import { describe, expect, it } from 'vitest';
import type { GateReading } from '../../../src/core/health/gate.ts';
import { passGates } from '../../../src/core/health/pass-gate.ts';
import { NO_MEMORY, type PoolMemory } from '../../../src/core/memory/memory.ts';
import { minutes, NOON } from '../../support/builders.ts';

const GATE = { extensions: ['*'], timeout: minutes(10), onFailure: 'quarantine' } as const;

/** Nodes that were all ready at noon, of which each look reads some in the order of the memory. */
function looks(nodes: number, { aLook, passAfter }: { readonly aLook: number; readonly passAfter: number }) {
  const gating = Array.from({ length: nodes }, (_, index) => ({
    nodeId: `node-${index}`,
    asked: NOON,
    exact: true,
    since: NOON,
  }));
  let memory: PoolMemory = { ...NO_MEMORY, gating };
  const results: string[] = [];
  for (let minute = 1; memory.gating.length > 0 && minute < 60; minute += 1) {
    const reading: GateReading =
      minute < passAfter ? { verdict: 'waiting', reason: 'not there yet' } : { verdict: 'passed', reason: 'well' };
    const readings = new Map(memory.gating.slice(0, aLook).map(({ nodeId }) => [nodeId, reading]));
    const passed = passGates(memory, { gate: GATE, readings, resetAt: undefined, now: NOON.add({ minutes: minute }) });
    memory = passed.memory;
    results.push(...passed.results.map((one) => `${one.passed ? 'passed' : 'failed'} ${one.reason}`));
  }
  return { memory, results };
}

describe('the gates of more nodes than one look reads', () => {
  it('all pass if every node is well in time, however late the last of them is read', () => {
    const { memory, results } = looks(200, { aLook: 40, passAfter: 8 });
    expect(results).toEqual(Array(200).fill('passed well'));
    expect(memory.circuit).toBeUndefined();
  });

  it('fail by what was read of each node, not because its turn had not come', () => {
    const { memory, results } = looks(200, { aLook: 40, passAfter: 60 });
    expect(results).toEqual(Array(200).fill('failed not there yet for 10 min'));
    expect(memory.failedGate).toHaveLength(200);
  });
});
