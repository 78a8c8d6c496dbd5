import { NODE_STATES, type NodeState } from '../../core/pool/node-state.ts';
import type { NodeCounts } from '../../core/pool/pool-due.ts';

const STATES: ReadonlySet<string> = new Set(NODE_STATES);

/** The dedicated nodes of one pool by state. Field names are states in another letter case (`upgradingOS`, `upgradingos`). */
export function fromWireCounts(wire: unknown): { readonly poolId: string; readonly counts: NodeCounts } | undefined {
  const { poolId, dedicated } = (typeof wire === 'object' && wire !== null ? wire : {}) as Readonly<
    Record<string, unknown>
  >;
  if (typeof poolId !== 'string') return undefined;
  const fields = Object.entries(typeof dedicated === 'object' && dedicated !== null ? dedicated : {});
  const counts = fields.flatMap(([field, count]) => {
    const state = field.toLowerCase();
    return STATES.has(state) && typeof count === 'number' ? [[state as NodeState, count] as const] : [];
  });
  return { poolId, counts: Object.fromEntries(counts) };
}
