import type { ManualAct, PoolMemory } from '../memory/memory.ts';
import type { Outcome, PowerAct } from '../pool/act.ts';
import type { ActOutcome } from './remember-acts.ts';

/** After these a node is where the person wants it, or may be. */
const HOLDS: ReadonlySet<Outcome | undefined> = new Set(['accepted', 'unknown', 'unneeded']);

/** What is remembered of a pool after nodes were started or deallocated for somebody: that it is to be so for a while. */
export function rememberManualActs(
  memory: PoolMemory,
  outcomes: readonly ActOutcome[],
  { action, noticed, until, by }: Omit<ManualAct, 'nodeId'> & { readonly action: PowerAct },
): PoolMemory {
  const held = outcomes.flatMap(({ node, outcome }): readonly ManualAct[] =>
    node === undefined || !HOLDS.has(outcome) ? [] : [{ nodeId: node, action, noticed, until, by }],
  );
  const nodes = new Set(held.map(({ nodeId }) => nodeId));
  return { ...memory, manual: [...memory.manual.filter(({ nodeId }) => !nodes.has(nodeId)), ...held] };
}
