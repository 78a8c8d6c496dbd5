import pLimit from 'p-limit';
import { type GateReading, readGate } from '../../core/health/gate.ts';
import type { PoolMemory } from '../../core/memory/memory.ts';
import type { EffectivePolicy } from '../../core/plan/effective-policy.ts';
import { isReadyState } from '../../core/pool/node-state.ts';
import type { NodeSnapshot, PoolFacts } from '../../core/pool/snapshot.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasExtensions } from '../../ports/extensions.ts';

/**
 * The most gates that one evaluation reads, one request each; those that were not read for the longest time come first, the
 * others a tick later.
 */
const MOST = 40;
const AT_ONCE = 5;

/** A pool with started nodes that may have to pass their gate. */
export interface GateCheck {
  readonly facts: PoolFacts;
  readonly nodes: readonly NodeSnapshot[];
  readonly memory: PoolMemory;
}

/** Reads the gate of each ready node that this app has started; none if the policy has no gate. */
export async function checkGates(
  { batch }: HasExtensions,
  { facts, nodes, memory }: GateCheck,
  effective: EffectivePolicy,
): Promise<ReadonlyMap<string, GateReading>> {
  const gate = effective.kind === 'policy' ? effective.policy.gate : undefined;
  if (gate === undefined) return new Map();
  const ready = new Set(nodes.filter(({ state }) => isReadyState(state)).map(({ id }) => id));
  const waiting = [...memory.gating, ...memory.starting].map(({ nodeId }) => nodeId).filter((id) => ready.has(id));
  const readings = await pLimit(AT_ONCE).map([...new Set(waiting)].slice(0, MOST), async (nodeId) => {
    try {
      return [nodeId, readGate(gate, await batch.listExtensions({ ...facts, nodeId }))] as const;
    } catch (error) {
      return [nodeId, { verdict: 'waiting' as const, reason: describeError(error) }] as const;
    }
  });
  return new Map(readings);
}
