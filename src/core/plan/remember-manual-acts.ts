import type { ManualAct, PoolMemory } from '../memory/memory.ts';
import type { Outcome, PowerAct } from '../pool/act.ts';
import type { ActOutcome } from './remember-acts.ts';

/** Outcomes after which a node is, or may be, in the state that the person wants. */
const HOLDS: ReadonlySet<Outcome | undefined> = new Set(['accepted', 'unknown', 'unneeded']);

/** The memory of a pool after a person has started or deallocated nodes: rules respect that for a while. */
export function rememberManualActs(
  memory: PoolMemory,
  outcomes: readonly ActOutcome[],
  { action, noticed, until, by, askedAt }: Omit<ManualAct, 'nodeId'> & { readonly action: PowerAct },
): PoolMemory {
  const held = outcomes.flatMap(({ node, outcome }): readonly ManualAct[] =>
    node === undefined || !HOLDS.has(outcome) ? [] : [{ nodeId: node, action, noticed, until, by, askedAt }],
  );
  const nodes = new Set(held.map(({ nodeId }) => nodeId));
  return { ...memory, manual: [...memory.manual.filter(({ nodeId }) => !nodes.has(nodeId)), ...held] };
}
